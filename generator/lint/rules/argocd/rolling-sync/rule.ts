import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, isFilled, isSet, items, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { APPLICATION_SET, isOverlaid } from "../kinds.ts";

const TYPES = ["AllAtOnce", "RollingSync"];
const OPERATORS = ["In", "NotIn"];

/** Source: applicationset/progressivesync and docs/operator-manual/applicationset/Progressive-Syncs.md of argoproj/argo-cd. */
export const rule: Rule = {
  name: "argocd/rolling-sync",
  severity: "warning",
  summary: "The steps of an ApplicationSet's rolling sync choose Applications",
  scope: "file",
  check: checkEach([APPLICATION_SET], (subject) => {
    const strategy = get(subject.spec, "strategy");
    if (!isSet(strategy)) return;
    const type = get(strategy, "type");
    const given = text(type);
    const rolling = get(strategy, "rollingSync");
    if (given && !TYPES.includes(given)) {
      const candidate = suggest(given, TYPES);
      subject.report(
        type,
        `no strategy is named "${given}"${candidate ? `, did you mean "${candidate}"?` : ""}; all Applications would sync at once`,
      );
    } else if (isSet(rolling) && given !== "RollingSync")
      subject.report(rolling, "rollingSync does nothing without type: RollingSync", {
        part: "key",
      });
    const labels = givenLabels(subject);
    const steps = items(get(rolling, "steps"));
    for (const [index, step] of steps.entries()) {
      const expressions = get(step, "matchExpressions");
      if (!isFilled(expressions) && index < steps.length - 1)
        subject.report(
          step,
          "a step without matchExpressions takes every Application, so nothing is left for the steps behind it",
        );
      for (const expression of items(expressions)) {
        const operator = get(expression, "operator");
        const name = text(operator);
        if (name !== undefined && !OPERATORS.includes(name))
          subject.report(operator, `operator "${name}" is unknown; use ${OPERATORS.join(" or ")}`);
        const key = get(expression, "key");
        const label = text(key);
        if (label && name === "In" && labels?.has(label) === false)
          subject.report(
            key,
            `the template gives its Applications no label "${label}", so this step takes none`,
          );
      }
    }
  }),
};

/** @returns the labels of all Applications by name; undefined where the template is not all that says them */
function givenLabels(subject: Subject): ReadonlySet<string> | undefined {
  if (isOverlaid(subject.resource)) return undefined;
  const { value } = get(subject.spec, "template", "metadata", "labels");
  const names = isMapping(value) ? Object.keys(value) : [];
  return names.some((name) => name.includes("{{")) ? undefined : new Set(names);
}
