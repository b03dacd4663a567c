import type { RuleInfo } from "../../../core/rule.ts";
import type { Node } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/key-collision",
  severity: "warning",
  summary: "two keys of a mapping become the same string",
};

/**
 * @param name what both keys become
 * @param node the later key
 * @param first the earlier one
 */
export function describeCollision(name: string, node: Node, first: Node): NodeProblem {
  const message = `this key and an earlier one both become ${JSON.stringify(name)} and only one of them will count, quote or rename one`;
  return { rule: rule.name, severity: rule.severity, message, node, first };
}
