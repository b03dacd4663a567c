import type { RuleInfo } from "../../../core/rule.ts";
import type { ScalarNode } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/bad-tag",
  severity: "error",
  summary: "a value is not what its tag says",
};

/** @param message what resolving the scalar says of it */
export function describeBadTag(node: ScalarNode, message: string): NodeProblem {
  return { rule: rule.name, severity: rule.severity, message, node };
}
