import type { Finding } from "../../../../../core/finding.ts";
import type { Path } from "../../../../../core/path.ts";
import type { Resource } from "../../../../../core/resource.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "flux/substitution",
  severity: "error",
  summary: "Flux can read the ${...} of what it applies",
};

/** @param fault why Flux cannot read what stands there */
export function describeUnreadable(resource: Resource, path: Path, fault: string): Finding {
  return {
    rule: rule.name,
    severity: rule.severity,
    message: `this cannot be substituted: ${fault}`,
    at: resource.locate(path),
    path,
    resource: resource.id,
  };
}
