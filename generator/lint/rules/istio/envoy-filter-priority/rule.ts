import type { Rule } from "../../../../core/rule.ts";
import { checkRelative } from "../envoy-operations.ts";

/** Source: the analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/envoy-filter-priority",
  severity: "warning",
  summary: "An EnvoyFilter whose patches depend on others says when it is applied",
  aliases: ["IST0151"],
  scope: "file",
  check: checkRelative(false, "depends on what other EnvoyFilters did before"),
};
