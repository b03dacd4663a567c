import { isMapping } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
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
    const seen: { gateway: Resource; tls: Field }[] = [];
    for (const gateway of context.resources(GATEWAY)) {
      const reported = new Set<Resource>();
      for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
        const tls = get(server, "tls");
        const other = seen.find((earlier) => earlier.gateway !== gateway && !reported.has(earlier.gateway) && shareSelector(gateway, earlier.gateway) && sameCertificate(tls, earlier.tls));
        seen.push({ gateway, tls });
        if (!other) continue;
        reported.add(other.gateway);
        const field = get(tls, text(get(tls, "credentialName")) ? "credentialName" : "serverCertificate");
        const message = `Gateway "${other.gateway.id.name}" uses this certificate too; browsers reuse one connection for hosts of one certificate and get 404 for the other's, so serve both hosts by one Gateway`;
        context.report({ resource: gateway, path: field.path, message, related: [{ message: "the other Gateway", at: other.gateway.locate(other.tls.path) }] });
      }
    }
  },
};

/** Does every label of one selector stand in the other? */
function shareSelector(left: Resource, right: Resource): boolean {
  const [mine, theirs] = [left, right].map((gateway) => get({ path: [], value: gateway.data }, "spec", "selector").value);
  const within = (a: unknown, b: unknown) => isMapping(a) && isMapping(b) && Object.entries(a).every(([key, value]) => b[key] === value);
  return within(mine, theirs) || within(theirs, mine);
}

function sameCertificate(left: Field, right: Field): boolean {
  const both = (key: string) => [text(get(left, key)) ?? "", text(get(right, key)) ?? ""] as const;
  const [credential, otherCredential] = both("credentialName");
  if (credential !== "" || otherCredential !== "") return credential === otherCredential;
  const [certificate, otherCertificate] = both("serverCertificate");
  const [key, otherKey] = both("privateKey");
  return certificate !== "" && certificate === otherCertificate && key !== "" && key === otherKey;
}
