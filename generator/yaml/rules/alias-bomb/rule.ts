import type { RuleInfo } from "../../../core/rule.ts";
import type { AliasNode, Node } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/alias-bomb",
  severity: "error",
  summary: "aliases expand without end or to far more than is written",
};

/** go-yaml's brake on alias bombs: the share of decoded nodes that aliases may bring, by document size. */
export function isBomb(decoded: number, fromAliases: number): boolean {
  if (fromAliases <= 100 || decoded <= 1000) return false;
  const beyond = Math.min(Math.max((decoded - 400_000) / 3_600_000, 0), 1);
  return fromAliases / decoded > 0.99 - 0.89 * beyond;
}

/** @param node where the brake held */
export function describeBomb(node: Node): NodeProblem {
  const message =
    "the aliases of this document expand to far more than is written, write the values out";
  return { rule: rule.name, severity: rule.severity, message, node };
}

/** @param node an alias within the value of its own anchor */
export function describeLoop(node: AliasNode): NodeProblem {
  const message = `the value of anchor &${node.name} contains itself`;
  return { rule: rule.name, severity: rule.severity, message, node };
}
