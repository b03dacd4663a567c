import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { OCI_REPOSITORY } from "../kinds.ts";

/** In order of precedence. Source: docs/spec/v1/ocirepositories.md of fluxcd/source-controller. */
const KEYS = ["digest", "semver", "tag"];

export const rule: Rule = {
  name: "flux/oci-reference",
  severity: "warning",
  summary: "An OCIRepository says one thing about what to pull",
  scope: "file",
  check: checkEach([OCI_REPOSITORY], (subject) => {
    const reference = get(subject.spec, "ref");
    const [wins, ...ignored] = KEYS.filter((key) => !isBlank(get(reference, key)));
    for (const key of ignored) {
      if (wins === "digest" && key === "tag") continue; // as tools that pin images write it, for people to read
      subject.report(
        get(reference, key),
        `"${key}" is ignored because "${wins}" is set too; keep one of them`,
        { part: "key" },
      );
    }
    if (wins !== "semver" && !isBlank(get(reference, "semverFilter")))
      subject.report(
        get(reference, "semverFilter"),
        "semverFilter filters the tags that semver chooses from, and there is no semver that counts",
        { part: "key" },
      );
  }),
};
