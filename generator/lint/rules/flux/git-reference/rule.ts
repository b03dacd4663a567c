import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { GIT_REPOSITORY } from "../kinds.ts";

/**
 * In order of precedence. Source: clone of fluxcd/pkg git/gogit. It asks for a tag before a range, though
 * docs/spec/v1/gitrepositories.md of fluxcd/source-controller has it the other way round.
 */
const KEYS = ["commit", "name", "tag", "semver", "branch"];

export const rule: Rule = {
  name: "flux/git-reference",
  severity: "warning",
  summary: "A GitRepository says one thing about what to check out",
  scope: "file",
  check: checkEach([GIT_REPOSITORY], (subject) => {
    const reference = get(subject.spec, "ref");
    const [wins, ...ignored] = KEYS.filter((key) => !isBlank(get(reference, key)));
    if (wins === undefined) {
      const message =
        'no branch, tag or commit is named, so Flux takes branch "master"; say which one is meant';
      subject.report(get(subject.spec, "url"), message, { part: "key" });
    }
    for (const key of ignored) {
      if (wins === "commit" && key === "branch") continue;
      subject.report(
        get(reference, key),
        `"${key}" is ignored because "${wins}" is set too; keep one of them`,
        { part: "key" },
      );
    }
  }),
};
