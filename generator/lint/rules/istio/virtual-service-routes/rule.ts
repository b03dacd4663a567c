import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isSet, items, type Field } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes, isDelegate } from "../virtual-service.ts";

/** Source: validateHTTPRouteConflict, validateTLSRoute, validateTCPRoute of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-routes",
  severity: "error",
  summary:
    "Each route of a VirtualService does exactly one thing: route, redirect, answer directly or delegate",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const { spec } = subject;
    const given = ["http", "tls", "tcp"].map((key) => get(spec, key));
    if (!given.some((routes) => isFilled(routes))) {
      subject.fail(
        given.find((routes) => isSet(routes)) ?? spec,
        "a VirtualService needs at least one route in http, tls or tcp",
      );
    }
    for (const route of httpRoutes(spec)) checkHttpRoute(subject, route);
    for (const key of ["tls", "tcp"]) {
      const routes = get(spec, key);
      if (isDelegate(spec) && isFilled(routes)) {
        subject.fail(
          routes,
          `a VirtualService without hosts is a delegate, which has http routes only; remove ${key}, or name hosts`,
          { part: "key" },
        );
      }
      for (const route of items(routes)) checkStreamRoute(subject, route, key);
    }
  }),
};

function checkStreamRoute(subject: Subject, route: Field, key: string): void {
  const match = get(route, "match");
  if (key === "tls" && Array.isArray(match.value) && !isFilled(match))
    subject.fail(match, "a tls route needs at least one match with sniHosts");
  const destinations = get(route, "route");
  if (isSet(destinations) ? Array.isArray(destinations.value) && !isFilled(destinations) : true) {
    subject.fail(
      isSet(destinations) ? destinations : route,
      `a ${key} route needs at least one destination in route`,
    );
  }
}

function checkHttpRoute(subject: Subject, route: Field): void {
  const inDelegate = isDelegate(subject.spec);
  const delegate = get(route, "delegate");
  if (isSet(delegate) && !inDelegate) {
    for (const key of ["redirect", "route"]) {
      const other = get(route, key);
      if (isSet(other) && (key === "redirect" || isFilled(other))) {
        subject.fail(other, `${key} cannot stand beside delegate; the delegate decides`, {
          part: "key",
        });
      }
    }
    return;
  }
  if (!isSet(delegate)) checkActions(subject, route);
  else {
    subject.fail(
      delegate,
      "a VirtualService without hosts is a delegate itself and cannot delegate further",
      { part: "key" },
    );
  }
}

function checkActions(subject: Subject, route: Field): void {
  const action = ["redirect", "directResponse"].find((key) => isSet(get(route, key)));
  const destinations = get(route, "route");
  if (action === undefined) {
    if (isFilled(destinations)) return;
    subject.fail(
      isSet(destinations) ? destinations : route,
      "an http route needs route, redirect or directResponse",
    );
    return;
  }
  for (const key of ["route", "fault", "rewrite", "directResponse"]) {
    const other = get(route, key);
    if (key === action || !isSet(other) || (key === "route" && !isFilled(other))) continue;
    subject.fail(other, `${key} cannot stand beside ${action}; keep one of them`, { part: "key" });
  }
}
