import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec } from "../kinds.ts";

/** What must not be the empty text, which the schema lets pass. */
const REQUIRED = [
  ["drySource", "repoURL"],
  ["syncSource", "targetBranch"],
  ["hydrateTo", "targetBranch"],
] as const;

/** Source: validateSourceHydrator of argoproj/argo-cd util/argo, and GetSources of pkg/apis/application/v1alpha1. */
export const rule: Rule = {
  name: "argocd/source-hydrator",
  severity: "error",
  summary: "A source hydrator says from where and to where, and takes the place of other sources",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const spec = applicationSpec(subject.resource);
    const hydrator = get(spec, "sourceHydrator");
    if (!isSet(hydrator)) return;
    for (const [side, key] of REQUIRED) {
      const field = get(hydrator, side, key);
      if (field.value === "") subject.fail(field, `${side} needs a ${key}`);
    }
    for (const key of ["source", "sources"]) {
      if (isFilled(get(spec, key)))
        subject.warn(
          get(spec, key),
          `${key} is ignored because sourceHydrator is set too; take one out`,
          { part: "key" },
        );
    }
  }),
};
