import type { Rule } from "../../../../core/rule.ts";
import { get, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec } from "../kinds.ts";

/** Source: docs/user-guide/source-hydrator.md of argoproj/argo-cd. */
export const rule: Rule = {
  name: "argocd/source-hydrator",
  severity: "error",
  summary: "A source hydrator takes the place of source and sources",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const spec = applicationSpec(subject.resource);
    if (!isSet(get(spec, "sourceHydrator"))) return;
    for (const key of ["source", "sources"]) {
      if (isSet(get(spec, key)))
        subject.fail(get(spec, key), `${key} and sourceHydrator exclude each other; take one out`, {
          part: "key",
        });
    }
  }),
};
