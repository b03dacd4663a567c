import type { Rule } from "../../../../core/rule.ts";
import { parseDuration, SECOND } from "../duration.ts";
import { get, isBlank, isSet, items, text, texts } from "../../field.ts";
import { isHeaderName } from "../headers.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkRegex } from "../string-match.ts";
import { checkEach } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "CONNECT",
  "OPTIONS",
  "TRACE",
  "*",
];

/** Source: validateCORSPolicy of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-cors",
  severity: "error",
  summary: "A CORS policy has origins, methods, headers and a maximum age that browsers understand",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const policy of httpRoutes(subject.spec).map((route) => get(route, "corsPolicy"))) {
      if (!isSet(policy)) continue;
      for (const origin of items(get(policy, "allowOrigins"))) {
        if (["exact", "prefix", "regex"].every((key) => isBlank(get(origin, key)))) {
          subject.fail(origin, "the origin needs exact, prefix or regex with a value");
        }
        checkRegex(subject, get(origin, "regex"));
      }
      for (const { value, field } of texts(get(policy, "allowMethods"))) {
        if (!METHODS.includes(value))
          subject.fail(field, `method "${value}" is not known; use ${METHODS.join(", ")}`);
      }
      for (const key of ["allowHeaders", "exposeHeaders"]) {
        for (const { value, field } of texts(get(policy, key))) {
          if (!isHeaderName(value)) subject.fail(field, `"${value}" is not the name of a header`);
        }
      }
      const age = text(get(policy, "maxAge"));
      const nanoseconds = age === undefined ? undefined : parseDuration(age);
      if (nanoseconds !== undefined && nanoseconds % SECOND > 0) {
        subject.fail(
          get(policy, "maxAge"),
          `maxAge "${age}" is not in whole seconds, which is all that browsers take`,
        );
      }
    }
  }),
};
