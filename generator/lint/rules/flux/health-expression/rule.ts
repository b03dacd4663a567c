import type { Rule } from "../../../../core/rule.ts";
import { findCelSyntaxProblem } from "../../../../schema/cel-syntax.ts";
import { get, items, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { HELM_RELEASE, KUSTOMIZATION } from "../kinds.ts";

/** Source: NewStatusEvaluator of fluxcd/pkg runtime/cel. */
export const rule: Rule = {
  name: "flux/health-expression",
  severity: "error",
  summary: "The expressions of health checks can be read",
  scope: "file",
  check: checkEach([KUSTOMIZATION, HELM_RELEASE], (subject) => {
    for (const check of items(get(subject.spec, "healthCheckExprs")))
      for (const key of ["current", "inProgress", "failed"]) {
        const field = get(check, key);
        const expression = text(field);
        const problem = expression === undefined ? undefined : findCelSyntaxProblem(expression);
        if (problem) subject.fail(field, `the expression cannot be read: ${problem}`);
      }
  }),
};
