import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { findIneffective } from "../matches.ts";
import { checkEach } from "../../subject.ts";
import { routesOf } from "../virtual-service.ts";

/** Source: the analyzeUnreachable...Rules functions of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-ineffective-match",
  severity: "info",
  summary: "No match of a VirtualService repeats or narrows one before it",
  aliases: ["IST0131"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const { http, tls, tcp } = routesOf(subject.spec);
    for (const routes of [http, tls, tcp]) {
      for (const { match, first, reason } of findIneffective(routes)) {
        const at = subject.resource.locate(first.path);
        const message =
          reason === "duplicate"
            ? `the match is the same as the one in line ${at.line}, which takes its requests`
            : `prefix "${text(get(match, "uri", "prefix"))}" begins with "${text(get(first, "uri", "prefix"))}" of line ${at.line}, which takes its requests; move it before that one`;
        subject.report(match, message, { related: [{ message: "takes the requests", at }] });
      }
    }
  }),
};
