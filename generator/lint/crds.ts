import type { Finding } from "../core/finding.ts";
import { convertCrd, isCrd } from "../schema/convert/crd.ts";
import type { JsonSchema, SchemaSource } from "../schema/types.ts";
import type { SourceTree } from "./source.ts";
import type { Role } from "./classify.ts";

/**
 * Reads the CustomResourceDefinitions of the tree: what they define can be checked, as it could be used on the cluster.
 * @returns the schemas, and what is wrong with the CRDs themselves
 */
export function readCrds(
  tree: SourceTree,
  roles: ReadonlyMap<string, Role>,
): { source: SchemaSource; findings: Finding[] } {
  const schemas = new Map<string, JsonSchema>();
  const findings: Finding[] = [];
  for (const [path, role] of roles) {
    if (
      role === "data" ||
      role === "patch" ||
      !tree.text(path)!.includes("CustomResourceDefinition")
    )
      continue;
    for (const document of tree.yaml(path)!.documents) {
      if (!isCrd(document.value)) continue;
      const { schemas: converted, problems } = convertCrd(document.value);
      for (const { group, version, kind, schema } of converted)
        schemas.set(`${group}/${version}/${kind}`, schema);
      if (role === "manifest") {
        for (const problem of problems)
          findings.push({
            rule: "schema/crd",
            severity: "error",
            message: problem.message,
            at: document.locate(problem.path),
            path: problem.path,
          });
      }
    }
  }
  return {
    source: { find: (group, version, kind) => schemas.get(`${group}/${version}/${kind}`) },
    findings,
  };
}
