import type { RuleInfo } from "../../../../../core/rule.ts";
import { isLeftOutOfGit } from "../../../ignored.ts";
import { fail, leaveOut } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/missing-path",
  severity: "error",
  summary: "A file or folder that a kustomization names exists",
};

/**
 * A file that Git ignores is made before kustomize runs, as a Makefile does; Flux sees only what Git has.
 * @param name what the file is for and how the kustomization names it, such as `patch a.yaml`
 */
export function failOnMissingFile(scope: Scope, name: string, file: string, source: Source): void {
  scope.absent.add(file);
  if (scope.restrict && isLeftOutOfGit(scope.tree, file))
    leaveOut(scope, `${name} is not in Git and is made before the build (.gitignore)`, source);
  else fail(scope, rule, `${name} does not exist (${file})`, source);
}

/** @param path how the kustomization names the folder */
export function failOnMissingComponent(
  scope: Scope,
  path: string,
  folder: string,
  source: Source,
): void {
  scope.absent.add(folder);
  fail(scope, rule, `component ${path} does not exist in this repository`, source);
}
