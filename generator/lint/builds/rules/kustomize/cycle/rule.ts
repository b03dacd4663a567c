import type { RuleInfo } from "../../../../../core/rule.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/cycle",
  severity: "error",
  summary: "Kustomizations do not include each other in a circle",
};

/**
 * @param path what a kustomization names
 * @param folder the folder that it is
 * @param visited a folder that is being rendered, and that this one is or holds
 */
export function failOnCycle(
  scope: Scope,
  path: string,
  folder: string,
  visited: string,
  source: Source,
): void {
  const message =
    visited === folder
      ? `${path} leads back to ${folder}, which is being rendered`
      : `${path} is ${folder}, which contains ${visited}`;
  fail(scope, rule, `${message}: kustomize takes that for a cycle`, source);
}
