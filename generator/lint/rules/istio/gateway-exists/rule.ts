import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { type Field, get, texts } from "../../field.ts";
import { isInternalGateway } from "../gateway-names.ts";
import { gatewayHosts, hostMatches, kubernetesGatewayHosts } from "../gateway-host-match.ts";
import { GATEWAY, VIRTUAL_SERVICE } from "../kinds.ts";

const KUBERNETES_GATEWAY = "Gateway.gateway.networking.k8s.io";

/** Source: virtualservice.GatewayAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/gateway-exists",
  severity: "warning",
  summary: "The gateways of a VirtualService exist and serve one of its hosts",
  aliases: ["IST0101", "IST0132"],
  scope: "build",
  check(context) {
    for (const service of context.resources(VIRTUAL_SERVICE)) {
      const spec = get({ path: [], value: service.data }, "spec");
      const hosts = texts(get(spec, "hosts"));
      for (const { value, field } of texts(get(spec, "gateways")))
        checkGateway(context, service, field, value, hosts);
    }
  },
};

/** Of several hosts nobody knows which one is meant for this gateway; a single one is what to change. */
function checkGateway(
  context: RuleContext,
  service: Resource,
  field: Field,
  reference: string,
  hosts: readonly { value: string; field: Field }[],
): void {
  if (reference === "mesh" || isInternalGateway(reference)) return;
  const own = service.id.namespace ?? "default";
  const { namespace, name } = readReference(reference, own);
  const gateway = context.find(GATEWAY, namespace, name);
  const kubernetes = gateway ? undefined : context.find(KUBERNETES_GATEWAY, namespace, name);
  if (!gateway && !kubernetes) return reportMissing(context, service, field, namespace, name);
  const served = gateway ? gatewayHosts(gateway, own) : kubernetesGatewayHosts(kubernetes!);
  if (
    hosts.length === 0 ||
    served.some((host) => hosts.some(({ value }) => hostMatches(host, value)))
  )
    return;
  const shown = [...new Set(served)]
    .slice(0, 5)
    .map((host) => `"${host}"`)
    .join(", ");
  const message = `gateway "${reference}" serves ${shown || "nothing for this namespace"}, ${hosts.length === 1 ? `and not "${hosts[0]!.value}"` : "none of this VirtualService's hosts"}; add the host to the Gateway or correct it here`;
  context.report({
    resource: service,
    path: (hosts.length === 1 ? hosts[0]!.field : field).path,
    message,
    related: [{ message: "the Gateway", at: (gateway ?? kubernetes)!.locate(["spec"], "key") }],
  });
}

/** `name` is of the VirtualService's own namespace; `name.namespace.svc...` is the old form of `namespace/name`. */
function readReference(reference: string, own: string): { namespace: string; name: string } {
  const slash = reference.indexOf("/");
  if (slash >= 0) return { namespace: reference.slice(0, slash), name: reference.slice(slash + 1) };
  return { namespace: own, name: reference };
}

function reportMissing(
  context: RuleContext,
  service: Resource,
  field: Field,
  namespace: string,
  name: string,
): void {
  if (context.partial || context.external({ kind: GATEWAY, namespace, name })) return;
  const known = context.present(GATEWAY, KUBERNETES_GATEWAY);
  if (known.length === 0) return; // Gateways are kept elsewhere
  const elsewhere = known.find(
    (gateway) => gateway.id.name === name && gateway.id.namespace !== undefined,
  );
  const candidate = suggest(
    name,
    known
      .filter((gateway) => (gateway.id.namespace ?? "default") === namespace)
      .map((gateway) => gateway.id.name),
  );
  const hint = elsewhere
    ? `; it is in namespace "${elsewhere.id.namespace}", so write "${elsewhere.id.namespace}/${name}"`
    : candidate
      ? `, did you mean "${candidate}"?`
      : "; add it, or declare it as external";
  context.report({
    resource: service,
    path: field.path,
    message: `there is no Gateway "${name}" in namespace "${namespace}"${hint}`,
  });
}
