import type { Rule } from "../../../../core/rule.ts";
import { findMisused } from "../envoy-operations.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/envoy-filter-replace",
  severity: "error",
  summary: "An EnvoyFilter replaces only what can be replaced: filters and virtual hosts",
  aliases: ["IST0152"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const { operation, applyTo } of findMisused(subject.spec, "REPLACE")) {
      subject.report(
        operation,
        `operation REPLACE does not work for ${applyTo}, only for NETWORK_FILTER, HTTP_FILTER and VIRTUAL_HOST; use MERGE`,
      );
    }
  }),
};
