import { isSameObject } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, items, text, texts } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { httpRoutes } from "../virtual-service.ts";

/** Source: analyzeSubset of virtualservice.DestinationHostAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/ingress-subset",
  severity: "warning",
  summary:
    "Routes of another VirtualService between subsets also reach requests that come through a gateway",
  aliases: ["IST0140"],
  scope: "build",
  check(context) {
    const services = context.resources(VIRTUAL_SERVICE);
    const split = new Map<string, (typeof services)[number][]>();
    for (const service of services) {
      const spec = get({ path: [], value: service.data }, "spec");
      const hosts = texts(get(spec, "hosts")).map(({ value }) => value);
      for (const route of httpRoutes(spec).flatMap((rule) => items(get(rule, "route")))) {
        const host = text(get(route, "destination", "host"));
        if (host && text(get(route, "destination", "subset")) && hosts.includes(host))
          split.set(host, [...(split.get(host) ?? []), service]);
      }
    }
    if (split.size === 0) return;
    for (const service of services) {
      const spec = get({ path: [], value: service.data }, "spec");
      if (!isFilled(get(spec, "gateways"))) continue;
      for (const route of httpRoutes(spec).flatMap((rule) => items(get(rule, "route")))) {
        const field = get(route, "destination", "host");
        if (text(get(route, "destination", "subset"))) continue;
        const splitting = split.get(text(field) ?? "") ?? [];
        const other = splitting.find((each) => !isSameObject(each, service));
        if (other === undefined) continue;
        const message = `VirtualService "${other.id.name}" splits requests to "${text(field)}" between subsets, but not those that come through this gateway; name the subset here, or give that one the gateway and this host`;
        context.report({
          resource: service,
          path: field.path,
          message,
          related: [
            { message: "the other VirtualService", at: other.locate(["metadata", "name"]) },
          ],
        });
      }
    }
  },
};
