import type { Rule } from "../../../../core/rule.ts";
import { findCelSyntaxProblem } from "../../../../schema/cel-syntax.ts";
import { type Field, get, items, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { HELM_RELEASE, KUSTOMIZATION } from "../kinds.ts";

/** Source: NewStatusEvaluator and NewExpression of fluxcd/pkg runtime/cel. */
export const rule: Rule = {
  name: "flux/health-expression",
  severity: "error",
  summary: "The expressions of health checks and dependencies can be read",
  scope: "file",
  check: checkEach([KUSTOMIZATION, HELM_RELEASE], (subject) => {
    for (const check of items(get(subject.spec, "healthCheckExprs"))) {
      const current = get(check, "current");
      if (current.value === "")
        subject.fail(current, "current is empty; say in it when the object is ready");
      for (const key of ["current", "inProgress", "failed"]) checkSyntax(subject, get(check, key));
    }
    for (const dependency of items(get(subject.spec, "dependsOn")))
      checkSyntax(subject, get(dependency, "readyExpr"));
  }),
};

/** An empty expression counts as none. */
function checkSyntax(subject: Subject, field: Field): void {
  const expression = text(field);
  const problem = expression ? findCelSyntaxProblem(expression) : undefined;
  if (problem) subject.fail(field, `the expression cannot be read: ${problem}`);
}
