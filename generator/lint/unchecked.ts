import type { Finding } from "../core/finding.ts";
import type { Resource } from "../core/resource.ts";
import type { SchemaSource } from "../core/schema.ts";
import { describeUnchecked } from "./rules/schema/unchecked/rule.ts";
import { checkKind } from "./rules/schema/unknown-kind/rule.ts";

/**
 * Says of resources without a schema why they have none: Kubernetes serves no such kind, or no pack holds it.
 * @param resources all that no source has a schema for
 * @param sources where schemas come from
 * @returns a finding for each unknown kind where it stands, and one for each kind that is merely unchecked
 */
export function reportUnchecked(
  resources: readonly Resource[],
  sources: readonly SchemaSource[],
): Finding[] {
  const findings: Finding[] = [];
  const unchecked = new Map<string, Resource[]>();
  for (const resource of resources) {
    const unknown = checkKind(resource, sources);
    if (unknown !== undefined) {
      findings.push(unknown);
      continue;
    }
    const kind = `${resource.id.kind} in ${resource.id.apiVersion}`;
    unchecked.set(kind, [...(unchecked.get(kind) ?? []), resource]);
  }
  return [...findings, ...[...unchecked].map(([kind, same]) => describeUnchecked(kind, same))];
}
