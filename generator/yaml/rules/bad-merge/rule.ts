import type { RuleInfo } from "../../../core/rule.ts";
import type { Node } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/bad-merge",
  severity: "error",
  summary: "<< merges something that is no mapping",
};

/** @param node what `<<` shall merge */
export function describeBadMerge(node: Node): NodeProblem {
  const message = "<< merges a mapping or a list of mappings";
  return { rule: rule.name, severity: rule.severity, message, node };
}
