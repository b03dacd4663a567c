import { asText } from "../../../../core/json.ts";
import { namespaceOf } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Workload, workloadsOf } from "../../kubernetes/workloads.ts";
import { selectsPlainly } from "../../kubernetes/workloads.ts";
import { selecting } from "../conflicts.ts";
import { get, isFilled } from "../../field.ts";
import { isAmbient, namespaceLabels } from "../injection.ts";
import { SIDECAR } from "../kinds.ts";

/** Source: sidecar.SelectorAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/sidecar-ambient",
  severity: "warning",
  summary: "A Sidecar is for Pods that have a sidecar, not for those of an ambient mesh",
  aliases: ["IST0167"],
  scope: "build",
  check(context) {
    const workloads = workloadsOf(context);
    for (const { resource, labels } of selecting(
      context.resources(SIDECAR),
      "workloadSelector",
      "labels",
    )) {
      const namespace = namespaceOf(resource.id);
      const isPlain = !isFilled(labels);
      if (isPlain && isAmbient(namespaceLabels(context, namespace))) {
        const message = `namespace "${namespace}" is ambient, so its Pods have no sidecar and this Sidecar does nothing; remove it`;
        context.report({ resource, path: ["metadata", "name"], message });
      }
      if (isPlain) continue;
      const selected = workloads.filter(
        (workload) =>
          namespaceOf(workload) === namespace && selectsPlainly(labels.value, workload.labels),
      );
      const ambient = selected.find((workload) => isAmbientWorkload(context, workload));
      if (!ambient) continue;
      const message = `${ambient.resource.id.kind} "${ambient.resource.id.name}" is in the ambient mesh and has no sidecar, so this Sidecar does nothing for it; remove it, or give the Pods a sidecar`;
      context.report({
        resource,
        path: labels.path,
        message,
        related: [{ message: "the workload", at: ambient.resource.locate(["metadata", "name"]) }],
      });
    }
  },
};

function isAmbientWorkload(context: RuleContext, { template, namespace }: Workload): boolean {
  const metadata = get(template, "metadata");
  if (get(metadata, "annotations", "ambient.istio.io/redirection").value === "enabled") return true;
  if (get(metadata, "labels", "istio.io/dataplane-mode").value === "none") return false;
  if (asText(get(metadata, "labels", "sidecar.istio.io/inject").value) === "true") return false;
  return isAmbient(namespaceLabels(context, namespace));
}
