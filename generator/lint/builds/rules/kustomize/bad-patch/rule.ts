import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-patch",
  severity: "error",
  summary: "A patch can be applied to what it is for",
};
