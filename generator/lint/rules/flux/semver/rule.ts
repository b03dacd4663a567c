import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { GIT_REPOSITORY, OCI_REPOSITORY } from "../kinds.ts";
import { isVersionRange } from "../version-range.ts";

/** Source: fluxcd/source-controller, which reads ref.semver by github.com/Masterminds/semver. */
export const rule: Rule = {
  name: "flux/semver",
  severity: "error",
  summary: "The range that a source picks its tag by can be read",
  scope: "file",
  check: checkEach([GIT_REPOSITORY, OCI_REPOSITORY], (subject) => {
    const field = get(subject.spec, "ref", "semver");
    const value = text(field);
    if (!value || isVersionRange(value)) return;
    subject.fail(
      field,
      `"${value}" is no range of versions such as "1.x", "~1.2" or ">=1.2.0 <2.0.0"`,
    );
  }),
};
