import { isMapping, listOf } from "../../core/json.ts";
import type { JsonSchema } from "../types.ts";
import { isPackName, type PackEntry, type PackMarkers } from "./pack.ts";
import { type NativeQuirks, wellKnownType } from "./wellknown.ts";

/** An OpenAPI v3 document as the API server publishes it, one for each group and version. */
type OpenApiDocument = JsonSchema;

const PATH =
  /^\/(?:api|apis\/[^/]+)\/[^/]+\/(namespaces\/\{namespace\}\/)?[a-z]+(?:\/\{name\}(\/status)?)?$/;
const PREFIX = "#/components/schemas/";
const PROSE = new Set([
  "description",
  "x-kubernetes-patch-merge-key",
  "x-kubernetes-patch-strategy",
  "x-kubernetes-unions",
]);

/**
 * Converts the OpenAPI documents of the Kubernetes API server to one JSON Schema for each built-in kind that can be written.
 * Each schema stands alone: the types that it uses lie under `definitions`.
 * Go's zero values, which OpenAPI calls defaults, are left out: they default nothing.
 * @param documents every `*_openapi.json` of one Kubernetes version
 * @param quirks where OpenAPI says more than the API server enforces
 * @returns schemas, sorted by group, kind and version
 * Source: kubernetes `api/openapi-spec/v3`; how a field is decoded: apimachinery `pkg/util/json`, `runtime/serializer/json`.
 */
export function convertOpenApi(
  documents: readonly OpenApiDocument[],
  quirks: NativeQuirks,
): PackEntry[] {
  const types = new Map<string, JsonSchema>();
  const scopes = new Map<string, { scope: "Namespaced" | "Cluster"; hasStatus: boolean }>();
  for (const document of documents) {
    const components = isMapping(document.components) ? document.components : {};
    for (const [name, schema] of Object.entries(
      isMapping(components.schemas) ? components.schemas : {},
    )) {
      if (isMapping(schema)) types.set(name, schema);
    }
    readScopes(document, scopes);
  }
  const entries: PackEntry[] = [];
  for (const [name, schema] of types) {
    for (const { group, version, kind } of kindsOf(schema)) {
      const found = scopes.get(`${group}/${version}/${kind}`);
      if (found === undefined || !isPackName(group, version, kind)) continue;
      entries.push({
        group,
        version,
        kind,
        schema: convertKind(name, types, quirks, { group, version, kind }, found),
      });
    }
  }
  return entries.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(entry: PackEntry): string {
  return `${entry.group}/${entry.kind}/${entry.version}`;
}

interface Kind {
  group: string;
  version: string;
  kind: string;
}

function kindsOf(schema: JsonSchema): Kind[] {
  return listOf(schema["x-kubernetes-group-version-kind"]).filter(isKind);
}

function isKind(value: unknown): value is Kind & Record<string, unknown> {
  return (
    isMapping(value) &&
    typeof value.group === "string" &&
    typeof value.version === "string" &&
    typeof value.kind === "string"
  );
}

/** A kind can be written where its own path takes POST or PUT; the path also tells its scope. Kinds of subresources have no such path. */
function readScopes(
  document: OpenApiDocument,
  scopes: Map<string, { scope: "Namespaced" | "Cluster"; hasStatus: boolean }>,
): void {
  for (const [path, item] of Object.entries(isMapping(document.paths) ? document.paths : {})) {
    if (!isMapping(item)) continue;
    const match = PATH.exec(path);
    const operation = isMapping(item.post) ? item.post : isMapping(item.put) ? item.put : undefined;
    const kind = operation?.["x-kubernetes-group-version-kind"];
    if (match === null || !isKind(kind)) continue;
    const key = `${kind.group}/${kind.version}/${kind.kind}`;
    const known = scopes.get(key);
    scopes.set(key, {
      scope: match[1] === undefined && known?.scope !== "Namespaced" ? "Cluster" : "Namespaced",
      hasStatus: known?.hasStatus === true || match[2] !== undefined,
    });
  }
}

function convertKind(
  name: string,
  types: ReadonlyMap<string, JsonSchema>,
  quirks: NativeQuirks,
  kind: Kind,
  { scope, hasStatus }: { scope: "Namespaced" | "Cluster"; hasStatus: boolean },
): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const markers: PackMarkers = {
    "x-meshwright-dialect": "native",
    "x-meshwright-scope": scope,
    ...(hasStatus && { "x-meshwright-status": true as const }),
  };
  const root = convertType(name, types, quirks, definitions);
  const metadata = { type: "object" };
  return {
    ...root,
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      ...(root.properties as JsonSchema),
      metadata,
    },
    ...(definitions.size > 0 && { definitions: Object.fromEntries(definitions) }),
    "x-kubernetes-group-version-kind": [kind],
    ...markers,
  };
}

function convertType(
  name: string,
  types: ReadonlyMap<string, JsonSchema>,
  quirks: NativeQuirks,
  definitions: Map<string, JsonSchema>,
): JsonSchema {
  const optional = quirks.optional[name] ?? [];
  const { "x-kubernetes-group-version-kind": _, ...schema } = convertNode(
    types.get(name) ?? {},
    types,
    quirks,
    definitions,
  );
  if (
    schema.properties === undefined &&
    schema.type === "object" &&
    schema.additionalProperties === undefined
  ) {
    return { additionalProperties: false, type: "object" };
  }
  if (schema.properties === undefined) return schema;
  const required = listOf(schema.required).filter((field) => !optional.includes(field as string));
  const { required: __, ...rest } = schema;
  return { ...rest, ...(required.length > 0 && { required }), additionalProperties: false };
}

function convertNode(
  schema: JsonSchema,
  types: ReadonlyMap<string, JsonSchema>,
  quirks: NativeQuirks,
  definitions: Map<string, JsonSchema>,
): JsonSchema {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (PROSE.has(keyword) || keyword === "$ref" || keyword === "allOf") continue;
    if (keyword === "default" && isZero(value)) continue;
    if (keyword === "properties" && isMapping(value)) {
      result.properties = Object.fromEntries(
        Object.entries(value).map(([name, each]) => [
          name,
          isMapping(each) ? convertNode(each, types, quirks, definitions) : each,
        ]),
      );
    } else if ((keyword === "items" || keyword === "additionalProperties") && isMapping(value)) {
      result[keyword] = convertNode(value, types, quirks, definitions);
    } else result[keyword] = value;
  }
  const target = referenceOf(schema);
  return target === undefined
    ? result
    : { ...result, ...useType(target, types, quirks, definitions) };
}

/** OpenAPI v3 wraps a reference that has siblings: `allOf: [{$ref}]`. */
function referenceOf(schema: JsonSchema): string | undefined {
  const [only] = listOf(schema.allOf);
  const reference = schema.$ref ?? (isMapping(only) ? only.$ref : undefined);
  return typeof reference === "string" && reference.startsWith(PREFIX)
    ? reference.slice(PREFIX.length)
    : undefined;
}

function useType(
  target: string,
  types: ReadonlyMap<string, JsonSchema>,
  quirks: NativeQuirks,
  definitions: Map<string, JsonSchema>,
): JsonSchema {
  const known = wellKnownType(target);
  if (known !== undefined) return known;
  const short = shortName(target, types);
  if (!definitions.has(short)) {
    definitions.set(short, {}); // a type may contain itself
    definitions.set(short, convertType(target, types, quirks, definitions));
  }
  return { $ref: `#/definitions/${short}` };
}

/** `io.k8s.api.core.v1.PodSpec` → `core.v1.PodSpec`, which no two packages share. */
function shortName(name: string, types: ReadonlyMap<string, JsonSchema>): string {
  const short = name.split(".").slice(-3).join(".");
  const isUnique = [...types.keys()].every(
    (other) => other === name || !other.endsWith(`.${short}`),
  );
  return isUnique ? short : name;
}

function isZero(value: unknown): boolean {
  return (
    value === "" ||
    value === 0 ||
    value === false ||
    value === null ||
    (isMapping(value) && Object.keys(value).length === 0)
  );
}
