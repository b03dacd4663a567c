import type { Rule } from "../../../../core/rule.ts";
import { get, text, type Field } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { findUnreachable } from "../matches.ts";
import { checkEach } from "../../subject.ts";
import { routesOf } from "../virtual-service.ts";

/** Source: the analyzeUnreachable...Rules functions of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-unreachable",
  severity: "warning",
  summary: "Every route of a VirtualService can be reached",
  aliases: ["IST0130"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const { http, tls, tcp } = routesOf(subject.spec);
    for (const routes of [http, tls, tcp]) {
      for (const { route, first, reason } of findUnreachable(routes)) {
        const taker = nameOf(first);
        const message =
          reason === "all-duplicate"
            ? `no request reaches this route: ${taker} has the same match; remove one, or change what it matches`
            : `no request reaches this route: ${taker} has no match and takes all; move that one to the end`;
        subject.report(route, message, {
          related: [{ message: "takes the requests", at: subject.resource.locate(first.path) }],
        });
      }
    }
  }),
};

function nameOf(route: Field): string {
  const name = text(get(route, "name"));
  return name ? `route "${name}"` : `route ${Number(route.path.at(-1)) + 1}`;
}
