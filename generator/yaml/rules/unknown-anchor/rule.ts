import type { RuleInfo } from "../../../core/rule.ts";
import type { AliasNode } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/unknown-anchor",
  severity: "error",
  summary: "an alias names an anchor that does not stand before it",
};

export function describeUnknownAnchor(node: AliasNode): NodeProblem {
  const message = `no anchor &${node.name} stands before this alias`;
  return { rule: rule.name, severity: rule.severity, message, node };
}
