import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/field-path",
  severity: "error",
  summary: "A field that a kustomization sets can be set",
};
