import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, isTrue, number } from "../../field.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { everyPolicy } from "../traffic-policy.ts";

/** Source: validateOutlierDetection of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/outlier-detection",
  severity: "error",
  summary: "Outlier detection counts errors that it sees, in percentages from 0 to 100",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    for (const detection of everyPolicy(subject.spec).map((policy) =>
      get(policy, "outlierDetection"),
    )) {
      for (const key of ["maxEjectionPercent", "minHealthPercent"]) {
        const percent = number(get(detection, key));
        if (percent !== undefined && (percent < 0 || percent > 100)) {
          subject.fail(get(detection, key), `${key} ${percent} is not between 0 and 100`);
        }
      }
      const failures = get(detection, "consecutiveLocalOriginFailures");
      const split = get(detection, "splitExternalLocalOriginErrors");
      if (
        (number(failures) ?? 0) > 0 &&
        !isTrue(split) &&
        (!isSet(split) || split.value === false)
      ) {
        subject.fail(
          failures,
          "consecutiveLocalOriginFailures counts nothing without splitExternalLocalOriginErrors: true",
          { part: "key" },
        );
      }
      const errors = get(detection, "consecutiveErrors");
      if (isSet(errors) && number(errors) !== 0) {
        subject.warn(
          errors,
          "consecutiveErrors is deprecated; use consecutiveGatewayErrors or consecutive5xxErrors",
          { part: "key" },
        );
      }
    }
  }),
};
