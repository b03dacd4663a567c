import type { Finding, Location } from "../../../../core/finding.ts";
import type { Path } from "../../../../core/path.ts";
import type { RuleInfo } from "../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "schema/crd",
  severity: "error",
  summary: "A CustomResourceDefinition's schema can be used",
};

/**
 * @param message what converting the CRD says
 * @param path where in the document it says so
 * @param at the same in the file
 */
export function describeCrd(message: string, path: Path, at: Location): Finding {
  return { rule: rule.name, severity: rule.severity, message, at, path };
}
