import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";

/**
 * Fields that kustomize only reads for old files, with how to write them today; `--fix` does it (lint/repairs).
 * Source: FixKustomizationPostUnmarshalling and CheckDeprecatedFields of kustomize api/types/kustomization.go.
 */
const DEPRECATED: Readonly<Record<string, string>> = {
  bases: "list them in resources",
  imageTags: "list them in images",
  patchesJson6902: "list them in patches",
  patchesStrategicMerge: "write patches, with path: for a file and patch: for inline text",
  commonLabels: "write labels: [{pairs: {...}, includeSelectors: true}]",
  vars: "write replacements",
};

export const rule: Rule = {
  name: "kustomize/deprecated-field",
  severity: "warning",
  summary: "A kustomization uses the fields of today",
  scope: "file",
  check: checkEach(
    ["Kustomization.kustomize.config.k8s.io", "Component.kustomize.config.k8s.io"],
    (subject) => {
      for (const [key, advice] of Object.entries(DEPRECATED)) checkField(subject, key, advice);
    },
  ),
};

function checkField(subject: Subject, key: string, advice: string): void {
  const field = get({ path: [], value: subject.resource.data }, key);
  if (isFilled(field)) subject.report(field, `${key} is deprecated; ${advice}`, { part: "key" });
}
