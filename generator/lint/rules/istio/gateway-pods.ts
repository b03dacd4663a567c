import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { selectsPlainly, type Workload, workloadsOf } from "../kubernetes/workloads.ts";
import { get, isFilled } from "./field.ts";

/** @returns the workloads whose Pods a Gateway's selector selects; an empty selector selects all */
export function gatewayWorkloads(context: RuleContext, gateway: Resource): Workload[] {
  const selector = get({ path: [], value: gateway.data }, "spec", "selector");
  const workloads = workloadsOf({ resources: context.present });
  return isFilled(selector) ? workloads.filter((workload) => selectsPlainly(selector.value, workload.labels)) : workloads;
}

/** Is anything known that could carry a Gateway? Without any control plane or gateway in the tree nothing can be said. */
export function knowsGateways(context: RuleContext): boolean {
  return workloadsOf({ resources: context.present }).some(({ labels }) => typeof labels === "object" && labels !== null && "istio" in labels);
}
