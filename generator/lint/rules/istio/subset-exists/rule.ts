import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { destinationsOf } from "../destinations.ts";
import { get, items, text } from "../../field.ts";
import { toFqdn } from "../host-lookup.ts";
import { DESTINATION_RULE, VIRTUAL_SERVICE } from "../kinds.ts";

/** Source: virtualservice.DestinationRuleAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/subset-exists",
  severity: "error",
  summary: "The subset that a VirtualService sends requests to is defined by a DestinationRule",
  aliases: ["IST0101"],
  scope: "build",
  check(context) {
    const subsets = new Map<string, Set<string>>();
    for (const destinationRule of context.present(DESTINATION_RULE)) {
      const spec = get({ path: [], value: destinationRule.data }, "spec");
      const host = toFqdn(text(get(spec, "host")) ?? "", destinationRule.id.namespace ?? "default");
      const known = subsets.get(host) ?? new Set();
      for (const subset of items(get(spec, "subsets"))) known.add(text(get(subset, "name")) ?? "");
      subsets.set(host, known);
    }
    for (const service of context.resources(VIRTUAL_SERVICE)) {
      for (const destination of destinationsOf(get({ path: [], value: service.data }, "spec"))) {
        const field = get(destination, "subset");
        const subset = text(field);
        const host = text(get(destination, "host"));
        if (!subset || !host) continue;
        const known = subsets.get(toFqdn(host, service.id.namespace ?? "default"));
        if (known?.has(subset) || (!known && context.partial)) continue;
        const external = context.external({
          kind: DESTINATION_RULE,
          namespace: service.id.namespace,
          name: host,
        });
        if (external) continue;
        const candidate = known && suggest(subset, known);
        const message = known
          ? `the DestinationRule of host "${host}" has no subset "${subset}"${candidate ? `, did you mean "${candidate}"?` : `; it has ${[...known].join(", ") || "none"}`}`
          : `no DestinationRule defines subset "${subset}" of host "${host}", so requests to it fail`;
        context.report({
          resource: service,
          path: field.path,
          message,
          severity: known ? "error" : "warning",
        });
      }
    }
  },
};
