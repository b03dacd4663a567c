import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-replacement",
  severity: "error",
  summary: "A replacement says from where to where",
};
