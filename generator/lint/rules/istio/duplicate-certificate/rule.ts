import { isMapping } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Field, get, items, text } from "../field.ts";
import { GATEWAY } from "../kinds.ts";

/** Source: gateway.CertificateAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/duplicate-certificate",
  severity: "warning",
  summary: "Gateways of the same Pods do not share a certificate",
  aliases: ["IST0138"],
  scope: "build",
  check(context) {
    const seen: Server[] = [];
    for (const gateway of context.resources(GATEWAY)) {
      const selector = get({ path: [], value: gateway.data }, "spec", "selector").value;
      const reported = new Set<Resource>();
      for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
        const own: Server = { gateway, selector, tls: get(server, "tls") };
        const other = seen.find(
          (earlier) =>
            earlier.gateway !== gateway &&
            !reported.has(earlier.gateway) &&
            (isWithin(selector, earlier.selector) || isWithin(earlier.selector, selector)) &&
            sameCertificate(own.tls, earlier.tls),
        );
        seen.push(own);
        if (!other) continue;
        reported.add(other.gateway);
        report(context, own, other);
      }
    }
  },
};

interface Server {
  gateway: Resource;
  selector: unknown;
  tls: Field;
}

/** At the later of two; where one selects more Pods than the other, at that one. */
function report(context: RuleContext, own: Server, other: Server): void {
  const isNarrower = !isWithin(own.selector, other.selector);
  const [at, against] = isNarrower ? [other, own] : [own, other];
  const field = get(
    at.tls,
    text(get(at.tls, "credentialName")) ? "credentialName" : "serverCertificate",
  );
  const isMutual = isWithin(against.selector, at.selector);
  const message = `Gateway "${against.gateway.id.name}" uses this certificate too; browsers reuse one connection for hosts of one certificate and get 404 for the other's, so serve both hosts by one Gateway`;
  const related = isMutual
    ? [{ message: "the other Gateway", at: against.gateway.locate(against.tls.path) }]
    : undefined;
  context.report({
    resource: at.gateway,
    path: field.path,
    message,
    ...(related ? { related } : {}),
  });
}

/** Does every label of one selector stand in the other, so that it selects all that the other does? */
function isWithin(selector: unknown, other: unknown): boolean {
  const labels = Object.entries(isMapping(selector) ? selector : {});
  return labels.every(([key, value]) => isMapping(other) && other[key] === value);
}

function sameCertificate(left: Field, right: Field): boolean {
  const both = (key: string) => [text(get(left, key)) ?? "", text(get(right, key)) ?? ""] as const;
  const [credential, otherCredential] = both("credentialName");
  if (credential !== "" || otherCredential !== "") return credential === otherCredential;
  const [certificate, otherCertificate] = both("serverCertificate");
  const [key, otherKey] = both("privateKey");
  return certificate !== "" && certificate === otherCertificate && key !== "" && key === otherKey;
}
