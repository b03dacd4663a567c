import type { Rule } from "../../../../core/rule.ts";
import { findMisused } from "../envoy-operations.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/envoy-filter-add",
  severity: "error",
  summary: "An EnvoyFilter adds no route configurations and routes, which cannot be added",
  aliases: ["IST0153"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const { operation, applyTo } of findMisused(subject.spec, "ADD")) {
      subject.report(operation, `operation ADD is ignored for ${applyTo}; use MERGE`);
    }
  }),
};
