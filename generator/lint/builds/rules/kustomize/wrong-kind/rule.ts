import type { RuleInfo } from "../../../../../core/rule.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/wrong-kind",
  severity: "error",
  summary: "Components are listed as components, all else as resources",
};

/**
 * @param path what a kustomization names
 * @param kind what it is
 * @param field where it belongs
 */
export function failOnKind(
  scope: Scope,
  path: string,
  kind: string,
  field: "resources" | "components",
  source: Source,
): void {
  fail(scope, rule, `${path} is a ${kind}: list it under ${field}`, source);
}
