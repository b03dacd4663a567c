import type { Rule } from "../../../../core/rule.ts";
import { checkRelative } from "../envoy-operations.ts";

/** Source: the analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/envoy-filter-version-priority",
  severity: "warning",
  summary: "An EnvoyFilter that follows one for some proxy versions says when it is applied",
  aliases: ["IST0155"],
  scope: "file",
  check: checkRelative(true, "follows a patch of the same filter for some proxy versions only"),
};
