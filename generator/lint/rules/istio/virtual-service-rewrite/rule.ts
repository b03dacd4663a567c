import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isSet } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkRegex } from "../string-match.ts";
import { checkEach } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

/** Source: validateHTTPRewrite and validateURIRegexRewrite of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-rewrite",
  severity: "error",
  summary: "A rewrite changes something, and the path in one way only",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      const rewrite = get(route, "rewrite");
      if (!isSet(rewrite)) continue;
      const regex = get(rewrite, "uriRegexRewrite");
      const uri = get(rewrite, "uri");
      if (isSet(regex) && !isBlank(uri))
        subject.fail(regex, "uriRegexRewrite and uri exclude each other; keep one", {
          part: "key",
        });
      if (!isSet(regex) && isBlank(uri) && isBlank(get(rewrite, "authority"))) {
        subject.fail(
          rewrite,
          "the rewrite changes nothing; give it a uri, uriRegexRewrite or authority",
          { part: "key" },
        );
      }
      if (!isSet(regex)) continue;
      for (const key of ["match", "rewrite"]) {
        if (isBlank(get(regex, key)))
          subject.fail(
            regex,
            `uriRegexRewrite needs ${key}: match finds the part, rewrite replaces it`,
            { part: "key" },
          );
      }
      checkRegex(subject, get(regex, "match"));
    }
  }),
};
