import type { Rule } from "../../../../core/rule.ts";
import { findMisused } from "../envoy-operations.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/envoy-filter-remove",
  severity: "error",
  summary: "An EnvoyFilter removes no route configurations and routes, which cannot be removed",
  aliases: ["IST0154"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const { operation, applyTo } of findMisused(subject.spec, "REMOVE")) {
      subject.report(operation, `operation REMOVE is ignored for ${applyTo}`);
    }
  }),
};
