import { suggest } from "../../../core/suggest.ts";
import type { RuleContext } from "../../../core/rule.ts";
import type { Selecting } from "./conflicts.ts";
import { isFilled } from "../field.ts";
import { isDeclaredPod, lookUpPods, type MeshPod, selectedBy, showLabels } from "./mesh-pods.ts";

/** Reports the policies whose selector selects none of their namespace's Pods. */
export function checkSelections(context: RuleContext, policies: readonly Selecting[]): void {
  if (policies.length === 0) return;
  const pods = lookUpPods(context);
  for (const policy of policies) {
    const { namespace } = policy.resource.id;
    if (!isFilled(policy.labels) || !pods.shows(namespace)) continue;
    const own = pods.in(namespace);
    if (selectedBy(own, policy.labels).length > 0) continue;
    reportSelectsNone(context, policy, own, ` in namespace "${namespace ?? "default"}"`);
  }
}

/**
 * @param pods that could have been meant
 * @param where the Pods were looked for, as part of the message
 */
export function reportSelectsNone(
  context: RuleContext,
  { resource, labels }: Selecting,
  pods: readonly MeshPod[],
  where: string,
): void {
  if (isDeclaredPod(context, resource.id.namespace, labels)) return;
  const wanted = showLabels(labels.value);
  const known = [...new Set(pods.map((pod) => showLabels(pod.labels)))].filter(Boolean);
  const candidate = suggest(wanted, known);
  const others = known.length > 0 ? `; there are Pods with ${known.slice(0, 3).join("; ")}` : "";
  context.report({
    resource,
    path: labels.path,
    message: `no Pods${where} have the labels ${wanted}, so this ${resource.id.kind} does nothing${candidate ? `, did you mean ${candidate}?` : others}`,
  });
}
