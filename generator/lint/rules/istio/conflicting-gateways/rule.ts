import { isSameObject, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { canonical } from "../../metallb/duplicates.ts";
import { type Field, get, items, number, text, texts } from "../../field.ts";
import { type GatewayPods, lookUpGatewayPods, selectorOf } from "../gateway-pods.ts";
import { GATEWAY } from "../kinds.ts";

/** A host that a server of a Gateway takes. */
interface Claim {
  gateway: Resource;
  server: Field;
}

/** Source: gateway.ConflictingGatewayAnalyzer and model.CheckDuplicates of istio/istio. */
export const rule: Rule = {
  name: "istio/conflicting-gateways",
  severity: "error",
  summary: "No two Gateways of the same Pods serve one host on one port",
  aliases: ["IST0145"],
  scope: "build",
  check(context) {
    const pods = lookUpGatewayPods(context);
    const claims = new Map<string, Claim[]>();
    for (const gateway of context.resources(GATEWAY)) {
      const reported = new Set<Resource>();
      for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
        for (const host of texts(get(server, "hosts"))) {
          const key = `${portOf(server)}\n${text(get(server, "bind")) ?? ""}\n${host.value}`;
          const earlier = claims.get(key) ?? [];
          claims.set(key, [...earlier, { gateway, server }]);
          for (const other of earlier) {
            if (isSameObject(other.gateway, gateway) || reported.has(other.gateway)) continue;
            if (!meetOnPods(pods, gateway, other.gateway)) continue;
            reported.add(other.gateway);
            report(context, gateway, host.field, other);
          }
        }
      }
    }
  },
};

function portOf(server: Field): number {
  return number(get(server, "port", "number")) ?? 0;
}

function meetOnPods(pods: GatewayPods, left: Resource, right: Resource): boolean {
  const [mine, theirs] = [left, right].map((gateway) => canonical(selectorOf(gateway).value ?? {}));
  if (mine === theirs) return true;
  const others = new Set(pods(right));
  return pods(left).some((workload) => others.has(workload));
}

function report(context: RuleContext, gateway: Resource, host: Field, other: Claim): void {
  const { name, namespace = "default" } = other.gateway.id;
  const at = other.gateway.locate([...other.server.path, "hosts"]);
  context.report({
    resource: gateway,
    path: host.path,
    message: `Gateway "${name}" in namespace "${namespace}" serves host "${text(host)}" on port ${portOf(other.server)} of the same Pods already; only one of the two counts`,
    related: [{ message: "the other Gateway", at }],
  });
}
