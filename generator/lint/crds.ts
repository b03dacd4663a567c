import type { Finding } from "../core/finding.ts";
import type { Resource } from "../core/resource.ts";
import { isMapping } from "../core/json.ts";
import { convertCrd, isCrd } from "../schema/convert/crd.ts";
import { isSame } from "../schema/same.ts";
import type { JsonSchema } from "../schema/types.ts";
import type { Role } from "./classify.ts";
import { findResources, sourceKey } from "./documents.ts";
import { describeCrd } from "./rules/schema/crd/rule.ts";
import type { SourceTree } from "./source.ts";

/** A schema of a CRD of the tree. */
export interface CrdSchema {
  /** `<group>/<version>/<kind>` */
  readonly kind: string;
  readonly schema: JsonSchema;
}

/** The CustomResourceDefinitions of a tree: what they define can be checked, as it could be used on the cluster. */
export interface TreeCrds {
  /** The schemas of each kind; several where CRDs differ, as those of clusters with other versions do. */
  readonly schemas: ReadonlyMap<string, readonly JsonSchema[]>;
  /** What is wrong with the CRDs themselves. */
  readonly findings: readonly Finding[];
  /** Gives the schemas of a CRD that a build applies; none of anything else. Equal schemas are one object. */
  read(resource: Resource): readonly CrdSchema[];
}

/** Reads the CustomResourceDefinitions of the tree. */
export function readCrds(tree: SourceTree, roles: ReadonlyMap<string, Role>): TreeCrds {
  const schemas = new Map<string, JsonSchema[]>();
  const findings: Finding[] = [];
  const written = new Map<string, { spec: unknown; schemas: CrdSchema[] }>();
  const convert = (data: Resource["data"]) => {
    const { schemas: converted, problems } = convertCrd(data);
    const kept = converted.map(({ group, version, kind, schema }) => ({
      kind: `${group}/${version}/${kind}`,
      schema,
    }));
    return { kept, problems };
  };
  for (const [path, role] of roles) {
    if (
      role === "data" ||
      role === "patch" ||
      !tree.text(path)!.includes("CustomResourceDefinition")
    )
      continue;
    for (const resource of findResources(tree.yaml(path)!)) {
      if (!isCrd(resource.data)) continue;
      const { kept, problems } = convert(resource.data);
      written.set(sourceKey(resource), {
        spec: withoutConversion(resource.data["spec"]),
        schemas: kept.map(({ kind, schema }) => ({ kind, schema: keep(schemas, kind, schema) })),
      });
      if (role !== "manifest") continue;
      for (const { message, path: at } of problems)
        findings.push(describeCrd(message, at, resource.locate(at)));
    }
  }
  return {
    schemas,
    findings,
    read(resource) {
      if (!isCrd(resource.data)) return [];
      const known = written.get(sourceKey(resource));
      // Most builds change labels of a CRD and its webhook, and leave its schemas alone
      if (known && isSame(known.spec, withoutConversion(resource.data["spec"])))
        return known.schemas;
      return convert(resource.data).kept.map(({ kind, schema }) => ({
        kind,
        schema: schemas.get(kind)?.find((other) => isSame(other, schema)) ?? schema,
      }));
    },
  };
}

function withoutConversion(spec: unknown): unknown {
  if (!isMapping(spec)) return spec;
  const { conversion: _, ...rest } = spec;
  return rest;
}

/** @returns the schema, or the equal one that is there already */
function keep(schemas: Map<string, JsonSchema[]>, kind: string, schema: JsonSchema): JsonSchema {
  const others = schemas.get(kind) ?? [];
  const same = others.find((other) => isSame(other, schema));
  if (same === undefined) schemas.set(kind, [...others, schema]);
  return same ?? schema;
}
