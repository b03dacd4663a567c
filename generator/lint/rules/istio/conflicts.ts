import { isSameObject, namespaceOf, type Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { canonical } from "../metallb/duplicates.ts";
import { type Field, get, isFilled } from "../field.ts";
import { isDecided, lookUpPods, type MeshPod, selectedBy } from "./mesh-pods.ts";

/** A policy of which each Pod can have one only. */
export interface Selecting {
  resource: Resource;
  /** Labels of the selector; empty for a policy of the whole namespace. */
  labels: Field;
}

/** @returns the policies with the labels of their selectors, but for those whose labels are filled in later */
export function selecting(resources: readonly Resource[], ...path: string[]): Selecting[] {
  return resources
    .map((resource) => ({
      resource,
      labels: get({ path: [], value: resource.data }, "spec", ...path),
    }))
    .filter(({ labels }) => isDecided(labels));
}

/**
 * Reports each policy that takes Pods of an earlier one in its namespace, once.
 * @param result what comes of it, as part of the message
 */
export function reportConflicts(
  context: RuleContext,
  policies: readonly Selecting[],
  result: string,
): void {
  if (policies.length < 2) return;
  const pods = lookUpPods(context);
  const byNamespace = new Map<string, Selecting[]>();
  for (const policy of policies) {
    const namespace = namespaceOf(policy.resource.id);
    const earlier = byNamespace.get(namespace) ?? [];
    const own = pods.in(namespace);
    for (const other of earlier) {
      const shared = isSameObject(policy.resource, other.resource)
        ? undefined
        : sharedPods(policy, other, own);
      if (shared === undefined) continue;
      report(context, policy, other, `${shared} already, and ${result}`);
      break;
    }
    byNamespace.set(namespace, [...earlier, policy]);
  }
}

/** @returns in words what both policies are for; undefined when that is nothing */
function sharedPods(
  policy: Selecting,
  other: Selecting,
  pods: readonly MeshPod[],
): string | undefined {
  if (!isFilled(policy.labels) && !isFilled(other.labels)) {
    return `the whole namespace "${policy.resource.id.namespace ?? "default"}"`;
  }
  if (!isFilled(policy.labels) || !isFilled(other.labels)) return undefined;
  if (canonical(policy.labels.value) === canonical(other.labels.value)) return "the same Pods";
  const [shared] = selectedBy(selectedBy(pods, policy.labels), other.labels);
  return shared && `${shared.resource.id.kind} "${shared.resource.id.name}"`;
}

function report(context: RuleContext, policy: Selecting, other: Selecting, what: string): void {
  const { kind, name } = other.resource.id;
  context.report({
    resource: policy.resource,
    path: isFilled(policy.labels) ? policy.labels.path : ["metadata", "name"],
    message: `${kind} "${name}" is for ${what}; merge the two, or give each its own selector`,
    related: [{ message: `the other ${kind}`, at: other.resource.locate(["metadata", "name"]) }],
  });
}
