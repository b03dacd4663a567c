import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { readYaml } from "../../../../yaml/read.ts";
import { get, isBlank, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec, sourcesOf } from "../kinds.ts";

/** Text that no template changes has to be YAML, or the chart is not rendered. */
function findProblem(values: unknown): string | undefined {
  if (typeof values !== "string" || values.includes("{{")) return undefined;
  const [document] = readYaml("values", values).documents;
  const problem = document?.problems.find(({ severity }) => severity === "error");
  if (problem)
    return `the values cannot be read: ${problem.message} (their line ${problem.at.line})`;
  const isFine = document === undefined || document.value === null || isMapping(document.value);
  return isFine ? undefined : "the values must be a mapping";
}

/** Source: docs/user-guide/helm.md of argoproj/argo-cd: valuesObject takes precedence over values. */
export const rule: Rule = {
  name: "argocd/helm-values",
  severity: "warning",
  summary: "Helm values can be read, and are given once, as valuesObject or as values",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    for (const source of sourcesOf(applicationSpec(subject.resource))) {
      const values = get(source, "helm", "values");
      const problem = findProblem(values.value);
      if (problem) subject.fail(values, problem);
      if (isBlank(values) || !isSet(get(source, "helm", "valuesObject"))) continue;
      subject.report(
        values,
        "values is ignored because valuesObject is set too; move what is needed into valuesObject",
        { part: "key" },
      );
    }
  }),
};
