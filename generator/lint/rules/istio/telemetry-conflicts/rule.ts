import type { Rule } from "../../../../core/rule.ts";
import { reportConflicts, selecting } from "../conflicts.ts";
import { get, hasAny } from "../../field.ts";
import { TELEMETRY } from "../kinds.ts";

/** Source: telemetry.SelectorAnalyzer and telemetry.DefaultSelectorAnalyzer of istio/istio; those with targetRefs are for other proxies. */
export const rule: Rule = {
  name: "istio/telemetry-conflicts",
  severity: "error",
  summary: "No two Telemetries configure the same Pods",
  aliases: ["IST0159", "IST0160"],
  scope: "build",
  check(context) {
    const telemetries = selecting(context.resources(TELEMETRY), "selector", "matchLabels").filter(
      ({ resource }) =>
        !hasAny(get({ path: [], value: resource.data }, "spec"), "targetRef", "targetRefs"),
    );
    reportConflicts(context, telemetries, "the older of two Telemetries counts alone");
  },
};
