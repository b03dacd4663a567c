import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-variable",
  severity: "error",
  summary: "An entry of vars names a value",
};
