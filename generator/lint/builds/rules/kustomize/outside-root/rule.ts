import type { RuleInfo } from "../../../../../core/rule.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/outside-root",
  severity: "error",
  summary: "A kustomization names files of its own folder",
};

/** @param name what the file is for and how the kustomization names it, such as `patch a.yaml` */
export function failOutsideRepository(scope: Scope, name: string, source: Source): void {
  fail(scope, rule, `${name} lies outside the repository`, source);
}

/** @param folder the kustomization's own */
export function failOutsideFolder(
  scope: Scope,
  name: string,
  folder: string,
  source: Source,
): void {
  const message = `${name} lies outside ${folder}: kustomize reads files only from the kustomization's own folder`;
  fail(scope, rule, message, source);
}

/** @param path how a kustomization names a component that would lie outside the repository */
export function failOnOutsideComponent(scope: Scope, path: string, source: Source): void {
  fail(scope, rule, `component ${path} does not exist in this repository`, source);
}
