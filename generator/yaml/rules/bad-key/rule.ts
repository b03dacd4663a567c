import type { RuleInfo } from "../../../core/rule.ts";
import type { MappingNode, ScalarNode, SequenceNode } from "../../node.ts";
import type { NodeProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/bad-key",
  severity: "error",
  summary: "a key is null, a mapping, a list or a number beyond 64 bits",
};

/** @param node a key that can be no string */
export function describeBadKey(node: ScalarNode | SequenceNode | MappingNode): NodeProblem {
  return { rule: rule.name, severity: rule.severity, message: messageOf(node), node };
}

function messageOf(node: ScalarNode | SequenceNode | MappingNode): string {
  if (node.kind !== "scalar")
    return "a mapping or list cannot be a key; quote the value if {{ }} or [ ] is meant as text";
  const shown = node.text === "" ? "an empty key" : `key ${node.text}`;
  return `${shown} is refused, quote it or give it a name`;
}
