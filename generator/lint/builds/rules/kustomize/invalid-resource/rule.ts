import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "kustomize/invalid-resource",
  severity: "error",
  summary: "Resources and patches are Kubernetes objects",
};
