import type { Finding } from "../../../../../core/finding.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { problem } from "../../../kustomize/problem.ts";

export const rule: RuleInfo = {
  name: "kustomize/several-kustomizations",
  severity: "error",
  summary: "A folder has one kustomization file",
};

/** @param files the two that kustomize could read */
export function describeSeveral(
  folder: string,
  [first, second]: readonly [string, string],
): Finding {
  const message = `${folder} has two kustomization files, ${first} and ${second}: kustomize refuses that; keep one`;
  return problem(rule, message, { file: second, line: 1, column: 1 });
}
