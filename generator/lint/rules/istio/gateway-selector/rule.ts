import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { selectsPlainly, type Workload, workloadsOf } from "../../kubernetes/workloads.ts";
import { get, isFilled, items, number, text } from "../../field.ts";
import { knowsGateways, lookUpGatewayPods, selectorOf } from "../gateway-pods.ts";
import { GATEWAY } from "../kinds.ts";
import { isDecided, showLabels } from "../mesh-pods.ts";

/** Source: gateway.IngressGatewayPortAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/gateway-selector",
  severity: "warning",
  summary: "A Gateway selects Pods that exist, and their Service has its ports",
  aliases: ["IST0101", "IST0162"],
  scope: "build",
  check(context) {
    if (context.partial || !knowsGateways(context)) return;
    const pods = lookUpGatewayPods(context);
    const ports = new Map<readonly Workload[], ReadonlySet<number> | undefined>();
    for (const gateway of context.resources(GATEWAY)) {
      if (!isDecided(selectorOf(gateway))) continue;
      const workloads = pods(gateway);
      if (!ports.has(workloads)) ports.set(workloads, portsBefore(context, workloads));
      if (workloads.length === 0) reportNone(context, gateway);
      else checkPorts(context, gateway, ports.get(workloads));
    }
  },
};

function reportNone(context: RuleContext, gateway: Resource): void {
  const selector = selectorOf(gateway);
  const wanted = showLabels(selector.value);
  if (
    context.external({
      kind: "Pod",
      namespace: gateway.id.namespace,
      name: wanted.replaceAll(", ", ","),
    })
  )
    return;
  const known = [...new Set(gatewayLabels(context))].map((value) => `istio=${value}`);
  const hint = known.length > 0 ? `; there is ${known.join(", ")}` : "";
  context.report({
    resource: gateway,
    path: selector.path,
    message: `no Pods have the labels ${wanted}, so nothing serves this Gateway${hint}`,
  });
}

/** Values of label `istio` that parts of the control plane have. */
const CONTROL_PLANE = [
  "pilot",
  "galley",
  "citadel",
  "mixer",
  "sidecar-injector",
  "istiod",
  "ztunnel",
];

/** The labels that gateways go by, for the hint. */
function gatewayLabels(context: RuleContext): string[] {
  return workloadsOf({ resources: context.present }).flatMap(({ labels }) => {
    const label = text(get({ path: [], value: labels }, "istio"));
    return label === undefined || CONTROL_PLANE.includes(label) ? [] : [label];
  });
}

/** @returns the ports that Services in front of the workloads have, and those that they lead to; undefined where there is no Service */
function portsBefore(
  context: RuleContext,
  workloads: readonly Workload[],
): ReadonlySet<number> | undefined {
  const services = context.present("Service").filter((service) => {
    const selector = get({ path: [], value: service.data }, "spec", "selector");
    return (
      isFilled(selector) &&
      workloads.some(
        (workload) =>
          namespaceOf(workload) === namespaceOf(service.id) &&
          selectsPlainly(selector.value, workload.labels),
      )
    );
  });
  const ports = services.flatMap((service) =>
    items(get({ path: [], value: service.data }, "spec", "ports")),
  );
  const numbers = ports.flatMap((port) =>
    [number(get(port, "port")) ?? [], number(get(port, "targetPort")) ?? []].flat(),
  );
  return services.length === 0 ? undefined : new Set(numbers);
}

function checkPorts(
  context: RuleContext,
  gateway: Resource,
  ports: ReadonlySet<number> | undefined,
): void {
  if (ports === undefined) return;
  for (const server of items(get({ path: [], value: gateway.data }, "spec", "servers"))) {
    const field = get(server, "port", "number");
    const port = number(field);
    if (port === undefined || port === 0 || ports.has(port)) continue;
    const message = `the Service of the selected Pods has no port ${port}, so nothing reaches this server; it has ${[...ports].sort((a, b) => a - b).join(", ")}`;
    context.report({ resource: gateway, path: field.path, message });
  }
}
