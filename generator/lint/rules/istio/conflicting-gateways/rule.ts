import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { selectsPlainly, workloadsOf } from "../../kubernetes/workloads.ts";
import { canonical } from "../../metallb/duplicates.ts";
import { type Field, get, items, number, text, texts } from "../field.ts";
import { GATEWAY } from "../kinds.ts";

/** Source: gateway.ConflictingGatewayAnalyzer and model.CheckDuplicates of istio/istio. */
export const rule: Rule = {
  name: "istio/conflicting-gateways",
  severity: "error",
  summary: "No two Gateways of the same Pods serve one host on one port",
  aliases: ["IST0145"],
  scope: "build",
  check(context) {
    const gateways = context.resources(GATEWAY);
    const byPort = new Map<number, { gateway: Resource; server: Field }[]>();
    for (const gateway of gateways) {
      const reported = new Set<Resource>();
      for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
        const port = number(get(server, "port", "number")) ?? 0;
        const earlier = byPort.get(port) ?? [];
        for (const other of earlier) {
          if (other.gateway === gateway || reported.has(other.gateway)) continue;
          const host = sharedHost(server, other.server);
          if (!host || !meetOnPods(context, gateway, other.gateway)) continue;
          reported.add(other.gateway);
          const message = `Gateway "${other.gateway.id.name}" in namespace "${other.gateway.id.namespace ?? "default"}" serves host "${host.value}" on port ${port} of the same Pods already; only one of the two counts`;
          context.report({
            resource: gateway,
            path: host.field.path,
            message,
            related: [
              {
                message: "the other Gateway",
                at: other.gateway.locate([...other.server.path, "hosts"]),
              },
            ],
          });
        }
        byPort.set(port, [...earlier, { gateway, server }]);
      }
    }
  },
};

function sharedHost(server: Field, other: Field): { value: string; field: Field } | undefined {
  if ((text(get(server, "bind")) ?? "") !== (text(get(other, "bind")) ?? "")) return undefined;
  const taken = texts(get(other, "hosts")).map(({ value }) => value);
  return texts(get(server, "hosts")).find(({ value }) => taken.includes(value));
}

function meetOnPods(context: RuleContext, left: Resource, right: Resource): boolean {
  const [mine, theirs] = [left, right].map(
    (gateway) => get({ path: [], value: gateway.data }, "spec", "selector").value,
  );
  if (canonical(mine ?? {}) === canonical(theirs ?? {})) return true;
  return workloadsOf({ resources: context.present }).some(
    ({ labels }) => selectsPlainly(mine, labels) && selectsPlainly(theirs, labels),
  );
}
