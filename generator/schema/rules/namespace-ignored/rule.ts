import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import type { SchemaProblem } from "../../types.ts";
import { quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/namespace-ignored",
  severity: "warning",
  summary: "A cluster-scoped resource has a namespace",
};

/**
 * @param kind one that has no namespaces
 * @param path where the metadata lies
 */
export function describeIgnoredNamespace(
  kind: string,
  namespace: string,
  path: Path,
): SchemaProblem {
  return {
    rule: rule.name,
    severity: rule.severity,
    message: `${kind} is cluster-scoped; its namespace ${quote(namespace)} is ignored`,
    path: [...path, "namespace"],
    part: "key",
  };
}
