import type { RuleInfo } from "../../../core/rule.ts";
import type { Node } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/duplicate-key",
  severity: "error",
  summary: "a mapping sets the same key twice",
};

/**
 * @param node the later key
 * @param first the earlier one
 * @param overridesMerge did `<<` bring the earlier one?
 */
export function describeDuplicate(
  name: string,
  node: Node,
  first: Node,
  overridesMerge: boolean,
): NodeProblem {
  return {
    rule: rule.name,
    severity: rule.severity,
    message: `key ${JSON.stringify(name)} is already set in this mapping, remove one of the two`,
    node,
    first,
    ...(overridesMerge && { overridesMerge }),
  };
}
