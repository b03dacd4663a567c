import { asText, isMapping, listOf } from "../../core/json.ts";
import type { JsonSchema } from "../types.ts";
import { checkStructural } from "./check.ts";
import { type ConvertProblem, isPackName, type PackEntry, type PackMarkers } from "./pack.ts";
import { convertStructural, withoutNulls } from "./structural.ts";

/** What a CustomResourceDefinition gives: a schema for each version that it serves, and what is wrong with it. */
export interface ConvertedCrd {
  schemas: PackEntry[];
  problems: ConvertProblem[];
}

/** A version as `v1` has it; `v1beta1` may keep schema and subresources at the top. */
interface Version {
  data: Readonly<Record<string, unknown>>;
  path: readonly (string | number)[];
  schema: unknown;
  schemaPath: readonly (string | number)[];
  subresources: unknown;
}

/** @returns whether a document is a CustomResourceDefinition of any version */
export function isCrd(document: unknown): document is Readonly<Record<string, unknown>> {
  return (
    isMapping(document) &&
    document.kind === "CustomResourceDefinition" &&
    typeof document.apiVersion === "string" &&
    document.apiVersion.startsWith("apiextensions.k8s.io/")
  );
}

/**
 * Converts a CustomResourceDefinition (apiextensions.k8s.io v1 or v1beta1) to one JSON Schema for each version that is served.
 * A version whose schema is malformed is left out; so is the whole CRD where group, kind or versions are missing.
 * @param crd the document as JSON; anything may be wrong with it
 * @returns schemas in the CRD's order of versions, and problems with paths into the document
 * Source: apiextensions-apiserver `pkg/apis/apiextensions/{v1,v1beta1}/types.go` and `.../validation/validation.go`.
 */
export function convertCrd(crd: unknown): ConvertedCrd {
  const problems: ConvertProblem[] = [];
  const fail = (message: string, ...path: (string | number)[]): void =>
    void problems.push({ message, path });
  if (!isCrd(crd)) {
    fail("not a CustomResourceDefinition of apiextensions.k8s.io");
    return { schemas: [], problems };
  }
  if (!isMapping(crd.spec)) {
    fail("spec must be a mapping", "spec");
    return { schemas: [], problems };
  }
  const spec = crd.spec;
  const names = isMapping(spec.names) ? spec.names : {};
  const { group } = spec;
  const { kind } = names;
  if (typeof group !== "string" || group === "")
    fail("spec.group must be a non-empty string", "spec", "group");
  if (typeof kind !== "string" || kind === "")
    fail("spec.names.kind must be a non-empty string", "spec", "names", "kind");
  const isBeta = crd.apiVersion === "apiextensions.k8s.io/v1beta1";
  if (!isBeta && spec.preserveUnknownFields === true)
    fail(
      "spec.preserveUnknownFields cannot be true; set x-kubernetes-preserve-unknown-fields in the schema",
      "spec",
      "preserveUnknownFields",
    );
  const hasScope = spec.scope === "Namespaced" || spec.scope === "Cluster";
  if (!hasScope && !(isBeta && (spec.scope ?? "") === ""))
    fail(`spec.scope ${say(spec.scope)} must be Namespaced or Cluster`, "spec", "scope");
  checkName(crd, names, fail);
  const versions = readVersions(spec, isBeta, fail);
  if (
    typeof group !== "string" ||
    typeof kind !== "string" ||
    problems.some((problem) => problem.path[1] === "group")
  )
    return { schemas: [], problems };
  const schemas: PackEntry[] = [];
  for (const version of versions) {
    const { name, served } = version.data;
    if (typeof name !== "string") continue;
    if (!isPackName(group, name, kind)) {
      fail(`${kind}.${name}.${group} cannot be the name of a kind`, "spec");
      continue;
    }
    const schema = convertVersion(
      version,
      isBeta && spec.preserveUnknownFields !== false,
      problems,
    );
    if (schema === undefined || served !== true) continue;
    const gvk = { "x-kubernetes-group-version-kind": [{ group, kind, version: name }] };
    const scope = spec.scope === "Cluster" ? "Cluster" : "Namespaced";
    schemas.push({
      group,
      version: name,
      kind,
      schema: { ...schema, ...gvk, ...markersOf(version, scope, group, kind) },
    });
  }
  return { schemas, problems };
}

function checkName(
  crd: JsonSchema,
  names: JsonSchema,
  fail: (message: string, ...path: (string | number)[]) => void,
): void {
  const name = isMapping(crd.metadata) ? crd.metadata.name : undefined;
  const { group } = crd.spec as JsonSchema;
  const isGroup = typeof group === "string" && group !== "";
  const wanted = `${asText(names.plural)}.${asText(group)}`;
  if (typeof names.plural !== "string" || names.plural === "")
    fail("spec.names.plural must be a non-empty string", "spec", "names", "plural");
  else if (isGroup && name !== wanted)
    fail(
      `metadata.name ${say(name)} must be "${wanted}": spec.names.plural, a dot, spec.group`,
      "metadata",
      "name",
    );
}

function readVersions(
  spec: JsonSchema,
  isBeta: boolean,
  fail: (message: string, ...path: (string | number)[]) => void,
): Version[] {
  const list: readonly unknown[] =
    isBeta && !Array.isArray(spec.versions) && typeof spec.version === "string"
      ? [{ name: spec.version, served: true, storage: true }]
      : listOf(spec.versions);
  if (list.length === 0) fail("spec.versions must list at least one version", "spec", "versions");
  const versions: Version[] = [];
  const seen = new Set<unknown>();
  for (const [index, data] of list.entries()) {
    const path = ["spec", "versions", index];
    if (!isMapping(data)) {
      fail("a version must be a mapping", ...path);
      continue;
    }
    if (typeof data.name !== "string") fail("a version needs a name", ...path, "name");
    else if (seen.has(data.name)) fail(`version "${data.name}" is listed twice`, ...path, "name");
    seen.add(data.name);
    for (const flag of ["served", "storage"]) {
      if ((data[flag] ?? undefined) !== undefined && typeof data[flag] !== "boolean")
        fail(`${flag} ${say(data[flag])} must be true or false`, ...path, flag);
    }
    versions.push(readVersion(data, path, spec, isBeta));
  }
  const stored = versions.filter((version) => version.data.storage === true).length;
  if (versions.length > 0 && stored !== 1)
    fail(`exactly one version must have storage: true, not ${stored}`, "spec", "versions");
  return versions;
}

function readVersion(
  data: JsonSchema,
  path: readonly (string | number)[],
  spec: JsonSchema,
  isBeta: boolean,
): Version {
  const isTop = isBeta && data.schema === undefined;
  const holder = isTop ? spec.validation : data.schema;
  return {
    data,
    path,
    schema: isMapping(holder) ? withoutNulls(holder.openAPIV3Schema) : undefined,
    schemaPath: isTop
      ? ["spec", "validation", "openAPIV3Schema"]
      : [...path, "schema", "openAPIV3Schema"],
    subresources: data.subresources ?? (isBeta ? spec.subresources : undefined),
  };
}

/** @param isOpen unknown fields are kept, as v1beta1 does unless told otherwise; no schema is needed then */
function convertVersion(
  version: Version,
  isOpen: boolean,
  problems: ConvertProblem[],
): JsonSchema | undefined {
  const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  if (version.schema === undefined && isOpen) return convertStructural(open);
  if (!isMapping(version.schema)) {
    problems.push({
      message: "a version needs schema.openAPIV3Schema, a mapping",
      path: version.path,
    });
    return undefined;
  }
  const found = checkStructural(version.schema, version.schemaPath, isOpen);
  if (!isOpen && isMapping(version.subresources) && isMapping(version.subresources.status))
    found.problems.push(...findStatusProblems(version.schema, version.schemaPath));
  problems.push(...found.problems);
  if (!found.usable) return undefined;
  return convertStructural(isOpen ? { ...keepUnknown(version.schema), ...open } : version.schema);
}

/** Nothing is pruned, at no depth. */
function keepUnknown(schema: JsonSchema): JsonSchema {
  const below = (value: unknown) => (isMapping(value) ? keepUnknown(value) : value);
  const { properties, items, additionalProperties } = schema;
  const isObject = schema.type === "object" || isMapping(properties);
  return {
    ...schema,
    ...(isMapping(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, below(value)]),
      ),
    }),
    ...(isMapping(items) && { items: keepUnknown(items) }),
    ...(isMapping(additionalProperties)
      ? { additionalProperties: keepUnknown(additionalProperties) }
      : isObject && { "x-kubernetes-preserve-unknown-fields": true }),
  };
}

/** What cannot stand at the root beside a status of its own. Source: allowedFieldsAtRootSchema of the same file. */
function findStatusProblems(schema: JsonSchema, path: Version["path"]): ConvertProblem[] {
  return ["allOf", "anyOf", "oneOf", "not", "enum", "nullable"].flatMap((keyword) => {
    const value = schema[keyword];
    if (!value || (Array.isArray(value) && value.length === 0)) return [];
    const message = `${keyword} cannot stand at the root while the status subresource is on`;
    return [{ message, path: [...path, keyword] }];
  });
}

function markersOf(
  version: Version,
  scope: "Namespaced" | "Cluster",
  group: string,
  kind: string,
): PackMarkers {
  const { name, deprecated, deprecationWarning } = version.data;
  return {
    "x-meshwright-dialect": "custom",
    "x-meshwright-scope": scope,
    ...(isMapping(version.subresources) &&
      isMapping(version.subresources.status) && { "x-meshwright-status": true as const }),
    ...(deprecated === true && {
      "x-meshwright-deprecated":
        typeof deprecationWarning === "string"
          ? deprecationWarning
          : `${group}/${name} ${kind} is deprecated`,
    }),
  };
}

function say(value: unknown): string {
  return value === undefined
    ? "(missing)"
    : JSON.stringify(value, (_, part: unknown) =>
        typeof part === "bigint" ? part.toString() : part,
      );
}
