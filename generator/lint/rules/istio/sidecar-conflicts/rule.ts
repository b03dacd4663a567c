import type { Rule } from "../../../../core/rule.ts";
import { reportConflicts, selecting } from "../conflicts.ts";
import { isAmbient, namespaceLabels } from "../injection.ts";
import { SIDECAR } from "../kinds.ts";

/** Source: sidecar.SelectorAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/sidecar-conflicts",
  severity: "error",
  summary: "No two Sidecars configure the same Pods",
  aliases: ["IST0110", "IST0111"],
  scope: "build",
  check(context) {
    const sidecars = selecting(context.resources(SIDECAR), "workloadSelector", "labels").filter(
      ({ resource }) => !isAmbient(namespaceLabels(context, resource.id.namespace)),
    );
    reportConflicts(context, sidecars, "which of two Sidecars counts is not defined");
  },
};
