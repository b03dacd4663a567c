import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, items, number } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { routeDestinations, routesOf } from "../virtual-service.ts";

/** Source: validateHTTPRouteDestinations and validateRouteDestinations of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-weights",
  severity: "error",
  summary:
    "The weights of a route's destinations are not negative, and not all zero where there are several",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const destination of routeDestinations(subject.spec)) {
      const weight = number(get(destination, "weight"));
      if (weight !== undefined && weight < 0)
        subject.fail(get(destination, "weight"), `weight ${weight} is negative; 0 sends nothing`);
    }
    const { http, tls, tcp } = routesOf(subject.spec);
    for (const route of [...http, ...tls, ...tcp]) {
      const destinations = items(get(route, "route"));
      if (destinations.length < 2) continue;
      const weights = destinations.map((destination) => get(destination, "weight"));
      if (weights.some((weight) => isSet(weight) && number(weight) === undefined)) continue;
      if (weights.reduce((total, weight) => total + (number(weight) ?? 0), 0) !== 0) continue;
      subject.fail(
        get(route, "route"),
        `none of the ${destinations.length} destinations has a weight; give each its share`,
        { part: "key" },
      );
    }
  }),
};
