import type { Rule } from "../../../../core/rule.ts";
import { selecting } from "../conflicts.ts";
import { TELEMETRY } from "../kinds.ts";
import { checkSelections } from "../selects-nothing.ts";

/** Source: telemetry.SelectorAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/telemetry-selector",
  severity: "warning",
  summary: "A Telemetry with a selector selects Pods that exist",
  aliases: ["IST0101"],
  scope: "build",
  check(context) {
    checkSelections(context, selecting(context.resources(TELEMETRY), "selector", "matchLabels"));
  },
};
