import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/no-match",
  severity: "error",
  summary: "Replicas and replacements have something to change",
};
