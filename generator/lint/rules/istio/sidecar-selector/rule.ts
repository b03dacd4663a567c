import type { Rule } from "../../../../core/rule.ts";
import { selecting } from "../conflicts.ts";
import { SIDECAR } from "../kinds.ts";
import { checkSelections } from "../selects-nothing.ts";

/** Source: sidecar.SelectorAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/sidecar-selector",
  severity: "warning",
  summary: "A Sidecar with a selector selects Pods that exist",
  aliases: ["IST0101"],
  scope: "build",
  check(context) {
    checkSelections(context, selecting(context.resources(SIDECAR), "workloadSelector", "labels"));
  },
};
