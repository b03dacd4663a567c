import type { RuleInfo } from "../../../core/rule.ts";
import type { ScalarNode } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/non-finite",
  severity: "error",
  summary: "infinity and not-a-number cannot be sent to the API server",
};

export function describeNonFinite(node: ScalarNode): NodeProblem {
  const message = `${node.text} cannot be written as JSON, which the API server reads; quote it if it is meant as text`;
  return { rule: rule.name, severity: rule.severity, message, node };
}
