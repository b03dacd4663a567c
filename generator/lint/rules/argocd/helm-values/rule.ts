import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec, sourcesOf } from "../kinds.ts";

/** Source: docs/user-guide/helm.md of argoproj/argo-cd: valuesObject takes precedence over values. */
export const rule: Rule = {
  name: "argocd/helm-values",
  severity: "warning",
  summary: "Helm values are given once, as valuesObject or as values",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    for (const source of sourcesOf(applicationSpec(subject.resource))) {
      const values = get(source, "helm", "values");
      if (isBlank(values) || !isSet(get(source, "helm", "valuesObject"))) continue;
      subject.report(
        values,
        "values is ignored because valuesObject is set too; move what is needed into valuesObject",
        { part: "key" },
      );
    }
  }),
};
