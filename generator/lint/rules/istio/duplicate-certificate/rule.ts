import { isMapping } from "../../../../core/json.ts";
import { isSameObject, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Field, get, items, text } from "../../field.ts";
import { selectorOf } from "../gateway-pods.ts";
import { GATEWAY } from "../kinds.ts";

/** Source: gateway.CertificateAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/duplicate-certificate",
  severity: "warning",
  summary: "Gateways of the same Pods do not share a certificate",
  aliases: ["IST0138"],
  scope: "build",
  check(context) {
    const seen = new Map<string, Server[]>();
    for (const gateway of context.resources(GATEWAY)) {
      const selector = selectorOf(gateway).value;
      const reported = new Set<Resource>();
      for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
        const own: Server = { gateway, selector, tls: get(server, "tls") };
        const certificate = certificateOf(own.tls);
        if (certificate === undefined) continue;
        const earlier = seen.get(certificate) ?? [];
        seen.set(certificate, [...earlier, own]);
        const other = earlier.find(
          (one) =>
            !isSameObject(one.gateway, gateway) &&
            !reported.has(one.gateway) &&
            (isWithin(selector, one.selector) || isWithin(one.selector, selector)),
        );
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

/** @returns a text that is equal for equal certificates; undefined where the server has none, or says only half of it */
function certificateOf(tls: Field): string | undefined {
  const credential = text(get(tls, "credentialName"));
  if (credential) return `Secret ${credential}`;
  const [certificate, key] = [text(get(tls, "serverCertificate")), text(get(tls, "privateKey"))];
  return certificate && key ? `${certificate}\n${key}` : undefined;
}
