import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { findRelative } from "../envoy-operations.ts";
import { get } from "../../field.ts";
import { ENVOY_FILTER } from "../kinds.ts";

/** Source: the analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/envoy-filter-priority",
  severity: "warning",
  summary: "An EnvoyFilter whose patches depend on others says when it is applied",
  aliases: ["IST0151"],
  scope: "file",
  check(context) {
    const resources = context.resources(ENVOY_FILTER);
    const found = findRelative(resources.map(({ data }) => get({ path: [], value: data }, "spec")));
    for (const [index, patches] of found.entries()) {
      for (const { operation, versioned } of patches) {
        if (versioned) continue;
        const message = `operation ${asText(operation.value)} depends on what other EnvoyFilters did before, and the order is not fixed; set spec.priority`;
        context.report({ resource: resources[index]!, path: operation.path, message });
      }
    }
  },
};
