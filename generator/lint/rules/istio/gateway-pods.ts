import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { selectsPlainly, type Workload, workloadsOf } from "../kubernetes/workloads.ts";
import { canonical } from "../metallb/duplicates.ts";
import { type Field, get, isFilled } from "../field.ts";

/** Finds the workloads whose Pods a Gateway's selector selects; an empty selector selects all. */
export type GatewayPods = (gateway: Resource) => readonly Workload[];

/** Most Gateways of a mesh have the same selector, so each selector is looked up once. */
export function lookUpGatewayPods(context: RuleContext): GatewayPods {
  const workloads = workloadsOf({ resources: context.present });
  const known = new Map<string, readonly Workload[]>();
  return (gateway) => {
    const selector = selectorOf(gateway);
    const key = canonical(selector.value ?? {});
    const found = known.get(key) ?? selectedBy(selector, workloads);
    known.set(key, found);
    return found;
  };
}

function selectedBy(selector: Field, workloads: readonly Workload[]): readonly Workload[] {
  return isFilled(selector)
    ? workloads.filter((workload) => selectsPlainly(selector.value, workload.labels))
    : workloads;
}

/** @returns the labels of the Pods that serve a Gateway */
export function selectorOf(gateway: Resource): Field {
  return get({ path: [], value: gateway.data }, "spec", "selector");
}

/** Is anything known that could carry a Gateway? Without any control plane or gateway in the tree nothing can be said. */
export function knowsGateways(context: RuleContext): boolean {
  return workloadsOf({ resources: context.present }).some(
    ({ labels }) => typeof labels === "object" && labels !== null && "istio" in labels,
  );
}
