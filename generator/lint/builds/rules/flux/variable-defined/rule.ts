import type { Finding } from "../../../../../core/finding.ts";
import type { Path } from "../../../../../core/path.ts";
import type { Resource } from "../../../../../core/resource.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "flux/variable-defined",
  severity: "error",
  summary: "A ${VAR} that Flux replaces has a value",
};

/** @param variable a name that nothing defines */
export function describeUndefined(resource: Resource, path: Path, variable: string): Finding {
  return {
    rule: rule.name,
    severity: rule.severity,
    message: `\${${variable}} has no value: neither postBuild.substitute nor substituteFrom defines it; write $\${${variable}} to keep the text`,
    at: resource.locate(path),
    path,
    resource: resource.id,
  };
}
