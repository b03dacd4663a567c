import type { Finding } from "../../../../core/finding.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { RuleInfo } from "../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "schema/unchecked",
  severity: "info",
  summary: "Every kind has a schema to be checked against",
};

/**
 * @param kind in words, with its apiVersion
 * @param same all resources of it
 */
export function describeUnchecked(kind: string, [first, ...others]: readonly Resource[]): Finding {
  const which = others.length === 0 ? "it is" : `all ${others.length + 1} of them are`;
  return {
    rule: rule.name,
    severity: rule.severity,
    message: `no schema for ${kind}, so ${which} unchecked; add its CRD with "meshwright schemas add"`,
    at: first!.locate(["kind"]),
    path: ["kind"],
    resource: first!.id,
  };
}
