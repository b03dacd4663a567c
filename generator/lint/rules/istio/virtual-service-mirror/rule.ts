import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { checkDestination } from "../destination.ts";
import { get, isFilled, isSet, items, number, type Field } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

/** Source: validateHTTPRoute and validateHTTPMirrors of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-mirror",
  severity: "error",
  summary: "A route mirrors to real hosts, by mirror or mirrors, at 0 to 100 percent",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      const mirrors = get(route, "mirrors");
      if (isSet(get(route, "mirror")) && isFilled(mirrors) && !isSet(get(route, "delegate"))) {
        subject.fail(
          get(route, "mirror"),
          "mirror and mirrors exclude each other; move this one into mirrors",
          { part: "key" },
        );
      }
      checkDestination(subject, get(route, "mirror"));
      for (const mirror of items(mirrors)) {
        checkDestination(subject, get(mirror, "destination"));
        checkPercentage(subject, get(mirror, "percentage", "value"));
      }
      checkPercentage(subject, get(route, "mirrorPercentage", "value"));
      const old = ["mirrorPercent", "mirror_percent"].map((key) => get(route, key)).find(isSet);
      if (old !== undefined) checkOldPercent(subject, old);
    }
  }),
};

function checkPercentage(subject: Subject, percentage: Field): void {
  const value = number(percentage);
  if (value !== undefined && (value < 0 || value > 100))
    subject.fail(percentage, `${value} percent is not between 0 and 100`);
}

function checkOldPercent(subject: Subject, percent: Field): void {
  checkPercentage(subject, percent);
  subject.warn(
    percent,
    `${asText(percent.path.at(-1))} is deprecated; use mirrorPercentage with a value`,
    { part: "key" },
  );
}
