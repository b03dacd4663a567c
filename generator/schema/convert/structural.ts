import { isMapping } from "../../core/json.ts";
import type { JsonSchema } from "../types.ts";

/** Keywords that only inform people. */
const PROSE = new Set(["description", "title", "example", "externalDocs"]);
/** Keywords whose value is one schema, a list of schemas, or schemas by name. */
const ONE = new Set(["not", "items", "additionalProperties"]);
const MANY = new Set(["allOf", "anyOf", "oneOf"]);
const NAMED = new Set(["properties", "definitions"]);

/** Where a node stands: value-validation branches (`allOf`, `not`, ...) do not decide which fields exist. */
type Position = "root" | "structure" | "branch";

/**
 * Turns the OpenAPI v3 schema of a CRD into the JSON Schema of a pack: the same without prose, and with `additionalProperties: false`
 * where the API server would refuse an unknown field, so that any JSON Schema validator refuses it too.
 * `metadata` of the root and of embedded resources stays open: ObjectMeta is checked apart.
 * Source: apiextensions-apiserver `pkg/apiserver/schema/pruning` (what is unknown), `.../objectmeta`.
 * @param schema `openAPIV3Schema`, already known to be a mapping
 */
export function convertStructural(schema: JsonSchema): JsonSchema {
  return convert(schema, "root");
}

/** Go reads a keyword that is null as absent, and a schema that is null as an empty one. */
export function withoutNulls(schema: unknown): unknown {
  if (!isMapping(schema) || !holdsNull(schema)) return schema;
  const result: Record<string, unknown> = {};
  const child = (value: unknown): unknown => (value === null ? {} : withoutNulls(value));
  for (const [keyword, value] of Object.entries(schema)) {
    if (value === null) continue;
    if (ONE.has(keyword)) result[keyword] = withoutNulls(value);
    else if (MANY.has(keyword) && Array.isArray(value)) result[keyword] = value.map(child);
    else if (NAMED.has(keyword) && isMapping(value))
      result[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, child(each)]),
      );
    else result[keyword] = value;
  }
  return result;
}

/** Most schemas have none and need no copy. */
function holdsNull(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null;
  return Object.values(value).some(holdsNull);
}

function convert(schema: JsonSchema, position: Position): JsonSchema {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (PROSE.has(keyword)) continue;
    const below =
      position === "branch" || MANY.has(keyword) || keyword === "not" ? "branch" : "structure";
    if (ONE.has(keyword)) result[keyword] = isMapping(value) ? convert(value, below) : value;
    else if (MANY.has(keyword) && Array.isArray(value))
      result[keyword] = value.map((each) => (isMapping(each) ? convert(each, below) : each));
    else if (NAMED.has(keyword) && isMapping(value)) result[keyword] = convertNamed(value, below);
    else result[keyword] = value;
  }
  const isResource = position === "root" || schema["x-kubernetes-embedded-resource"] === true;
  if (isResource && position !== "branch") openMetadata(result);
  if (position !== "branch" && isClosed(result)) result.additionalProperties = false;
  return result;
}

function convertNamed(
  schemas: Readonly<Record<string, unknown>>,
  position: Position,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, each]) => [
      name,
      isMapping(each) ? convert(each, position) : each,
    ]),
  );
}

/** An object has apiVersion, kind and metadata whether its schema says so or not. */
function openMetadata(schema: Record<string, unknown>): void {
  const { additionalProperties: _, ...metadata } = isMapping(
    (schema.properties as JsonSchema)?.metadata,
  )
    ? ((schema.properties as JsonSchema).metadata as Record<string, unknown>)
    : { type: "object" };
  const properties = isMapping(schema.properties) ? schema.properties : {};
  schema.properties = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    ...properties,
    metadata,
  };
}

function isClosed(schema: JsonSchema): boolean {
  return (
    schema["x-kubernetes-preserve-unknown-fields"] !== true &&
    schema.additionalProperties === undefined &&
    (schema.type === "object" || schema.properties !== undefined)
  );
}
