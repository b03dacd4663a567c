import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isBlank, isSet } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { readEmbedded } from "../embedded.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec, sourcesOf } from "../kinds.ts";

/** Source: docs/user-guide/helm.md of argoproj/argo-cd: valuesObject takes precedence over values. */
export const rule: Rule = {
  name: "argocd/helm-values",
  severity: "warning",
  summary: "Helm values can be read, and are given once, as valuesObject or as values",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    for (const source of sourcesOf(applicationSpec(subject.resource))) {
      const values = get(source, "helm", "values");
      checkText(subject, values);
      if (isBlank(values) || !isSet(get(source, "helm", "valuesObject"))) continue;
      subject.report(
        values,
        "values is ignored because valuesObject is set too; move what is needed into valuesObject",
        { part: "key" },
      );
    }
  }),
};

/** Text that no template changes has to be YAML, or the chart is not rendered. */
function checkText(subject: Subject, values: Field): void {
  if (typeof values.value !== "string" || values.value.includes("{{")) return;
  const { value, problem, doubt } = readEmbedded(values.value);
  if (problem) subject.fail(values, `the values cannot be read: ${problem}`);
  else if (value !== undefined && !isMapping(value))
    subject.fail(values, "the values must be a mapping");
  if (doubt) subject.warn(values, `the values say something twice: ${doubt}`);
}
