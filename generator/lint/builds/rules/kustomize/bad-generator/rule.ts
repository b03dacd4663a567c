import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-generator",
  severity: "error",
  summary: "A ConfigMap or Secret can be generated",
};
