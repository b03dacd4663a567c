import type { Finding } from "../../../../../core/finding.ts";
import type { Resource } from "../../../../../core/resource.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "flux/path-exists",
  severity: "error",
  summary: "The path of a Flux Kustomization exists",
};

/** @param owner a Kustomization whose path is not there */
export function describeAbsent(owner: Resource, message: string): Finding {
  return {
    rule: rule.name,
    severity: rule.severity,
    message,
    at: owner.locate(["spec", "path"]),
    path: ["spec", "path"],
    resource: owner.id,
  };
}

/** The controller makes a kustomization of nothing then, and what it applied before is pruned. */
export function describeEmpty(owner: Resource, path: string): Finding {
  const message = `path ${path} holds no manifests, so the Kustomization applies nothing, and prunes what it applied before`;
  return { ...describeAbsent(owner, message), severity: "warning" };
}
