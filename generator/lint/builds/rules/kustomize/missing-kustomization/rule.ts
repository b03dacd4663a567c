import type { RuleInfo } from "../../../../../core/rule.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/missing-kustomization",
  severity: "error",
  summary: "A folder that a kustomization names has one itself",
};

/** @param path what a kustomization names, which is this folder */
export function failOnPlainFolder(
  scope: Scope,
  path: string,
  folder: string,
  source: Source,
): void {
  scope.absent.add(folder);
  fail(scope, rule, `${path} is a folder without a kustomization.yaml (${folder})`, source);
}
