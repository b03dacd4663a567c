import type { Rule } from "../../../../core/rule.ts";
import { get, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { checkChoice } from "../checks.ts";
import { checkShare } from "../shares.ts";

/** Source: ValidatePodDisruptionBudgetSpec of kubernetes pkg/apis/policy/validation. */
export const rule: Rule = {
  name: "kubernetes/disruption-budget",
  severity: "error",
  summary: "A PodDisruptionBudget has minAvailable or maxUnavailable",
  scope: "file",
  check: checkEach(["PodDisruptionBudget.policy"], (subject) => {
    const available = get(subject.spec, "minAvailable");
    const unavailable = get(subject.spec, "maxUnavailable");
    if (isSet(available) && isSet(unavailable))
      subject.report(
        unavailable,
        "minAvailable and maxUnavailable exclude each other; keep one of them",
        { part: "key" },
      );
    checkShare(subject, available, 100);
    checkShare(subject, unavailable, 100);
    checkChoice(subject, get(subject.spec, "unhealthyPodEvictionPolicy"), [
      "IfHealthyBudget",
      "AlwaysAllow",
    ]);
  }),
};
