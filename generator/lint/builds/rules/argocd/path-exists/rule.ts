import type { Finding } from "../../../../../core/finding.ts";
import type { Path } from "../../../../../core/path.ts";
import type { Resource } from "../../../../../core/resource.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "argocd/path-exists",
  severity: "error",
  summary: "The path of an Application's source exists",
};

/**
 * @param owner the Application
 * @param path the field that names a folder which is not there
 */
export function describeAbsent(owner: Resource, path: Path, message: string): Finding {
  return {
    rule: rule.name,
    severity: rule.severity,
    message,
    at: owner.locate(path),
    path,
    resource: owner.id,
  };
}
