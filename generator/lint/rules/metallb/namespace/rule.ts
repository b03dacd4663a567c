import type { Rule } from "../../../../core/rule.ts";
import { METALLB_KINDS } from "../kinds.ts";

/** Source: MetalLB's controllers watch the namespace that they run in, and its webhook lists that namespace only. */
export const rule: Rule = {
  name: "metallb/namespace",
  severity: "error",
  summary: "MetalLB's resources lie in the namespace that MetalLB runs in",
  scope: "build",
  check(context) {
    const home = context
      .present("DaemonSet.apps")
      .find(
        (resource) =>
          resource.id.name === "speaker" || resource.id.name.endsWith("metallb-speaker"),
      )?.id.namespace;
    const resources = context.resources(...METALLB_KINDS);
    const expected = home ?? majorityOf(resources.map((resource) => resource.id.namespace));
    if (expected === undefined) return;
    for (const resource of resources) {
      if (resource.id.namespace === undefined || resource.id.namespace === expected) continue;
      const message = `${resource.id.kind} "${resource.id.name}" is in namespace "${resource.id.namespace}", where MetalLB does not look; it runs in "${expected}"`;
      context.report({ resource, path: ["metadata", "namespace"], message });
    }
  },
};

/** Where MetalLB itself is not in the tree: the namespace of most of its resources. */
function majorityOf(namespaces: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const namespace of namespaces)
    if (namespace !== undefined) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (first === undefined || (second !== undefined && second[1] === first[1]))
    return counts.has("metallb-system") ? "metallb-system" : undefined;
  return first[0];
}
