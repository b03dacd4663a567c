import { X509Certificate } from "node:crypto";
import { isMapping } from "../../../../core/json.ts";
import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { madeSecrets } from "../../kubernetes/secrets.ts";
import { type Field, get, isFilled, items, text } from "../../field.ts";
import { lookUpGatewayPods, selectorOf } from "../gateway-pods.ts";
import { GATEWAY } from "../kinds.ts";

/** Source: gateway.SecretAnalyzer of istio/istio, and ExtractCertInfo of its pilot/pkg/credentials/kube. */
export const rule: Rule = {
  name: "istio/gateway-credential",
  severity: "error",
  summary:
    "The Secret that a Gateway's server names exists beside the gateway's Pods and holds a usable certificate",
  aliases: ["IST0101", "IST0161"],
  scope: "build",
  check(context) {
    const made = madeSecrets(context);
    const pods = lookUpGatewayPods(context);
    for (const gateway of context.resources(GATEWAY)) {
      const [workload] = pods(gateway);
      if (!workload || !isFilled(selectorOf(gateway))) continue;
      for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
        checkCredential(
          context,
          gateway,
          get(server, "tls", "credentialName"),
          workload.namespace,
          made,
        );
      }
    }
  },
};

function checkCredential(
  context: RuleContext,
  gateway: Resource,
  field: Field,
  namespace: string | undefined,
  made: ReturnType<typeof madeSecrets>,
): void {
  const name = text(field);
  if (!name || name.includes("://")) return;
  const secret = context.find("Secret", namespace, name);
  if (secret) {
    const problem = isEncrypted(secret) ? undefined : checkCertificate(secret);
    if (problem)
      context.report({
        resource: gateway,
        path: field.path,
        message: `Secret "${name}" ${problem}`,
        related: [{ message: "the Secret", at: secret.locate(["metadata", "name"]) }],
      });
    return;
  }
  if (
    context.partial ||
    made.has(`${namespace ?? ""}/${name}`) ||
    context.external({ kind: "Secret", namespace, name })
  )
    return;
  const secrets = context.present("Secret");
  const elsewhere = secrets.find((other) => other.id.name === name);
  const candidate = suggest(
    name,
    secrets
      .filter((other) => namespaceOf(other.id) === namespaceOf({ namespace }))
      .map((other) => other.id.name),
  );
  const hint = elsewhere
    ? `; it is in "${elsewhere.id.namespace ?? "default"}", but the gateway reads its own namespace only`
    : candidate
      ? `, did you mean "${candidate}"?`
      : "; make it, or declare it as external";
  context.report({
    resource: gateway,
    path: field.path,
    severity: "warning",
    message: `nothing here makes Secret "${name}" in namespace "${namespace ?? "default"}", where the gateway's Pods are${hint}`,
  });
}

function isEncrypted(secret: Resource): boolean {
  return isMapping(secret.data["sops"]);
}

/** @returns what is wrong with the certificate of a TLS Secret: `tls.crt`/`tls.key`, or Istio's own `cert`/`key` */
function checkCertificate(secret: Resource): string | undefined {
  const read = (...keys: string[]) =>
    keys.map((key) => readKey(secret, key)).find((value) => value !== undefined);
  const certificate = read("tls.crt", "cert");
  const key = read("tls.key", "key");
  if (certificate === undefined || key === undefined)
    return `has no ${certificate === undefined ? "tls.crt" : "tls.key"}`;
  if (certificate === "" || key === "") return "holds an empty certificate or key";
  try {
    const { validTo, validFrom } = new X509Certificate(certificate);
    const now = Date.now();
    if (Date.parse(validTo) < now) return `holds a certificate that expired on ${validTo}`;
    return Date.parse(validFrom) > now
      ? `holds a certificate that is valid only from ${validFrom}`
      : undefined;
  } catch {
    return "holds a tls.crt that is no certificate";
  }
}

function readKey(secret: Resource, key: string): string | undefined {
  const data = secret.data["data"];
  const plain = secret.data["stringData"];
  if (isMapping(plain) && typeof plain[key] === "string") return plain[key];
  return isMapping(data) && typeof data[key] === "string"
    ? Buffer.from(data[key], "base64").toString("utf8")
    : undefined;
}
