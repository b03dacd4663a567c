import { isMapping } from "../core/json.ts";
import type { JsonSchema } from "./types.ts";

/** How the API server treats values of a schema. Built-in kinds are decoded into Go structs, custom resources are pruned and defaulted. */
export type Dialect = "native" | "custom";

/** One node of a schema, read once and kept: what the passes over a document ask for. Children are read on first use. */
export interface Shape {
  readonly schema: JsonSchema;
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly intOrString: boolean;
  readonly preserve: boolean;
  readonly embedded: boolean;
  /** Fields by name; a getter's answer is kept. */
  property(name: string): Shape | undefined;
  readonly propertyNames: readonly string[];
  readonly additional: Shape | boolean | undefined;
  readonly items: Shape | undefined;
  readonly hasDefault: boolean;
  /** Names of properties that have a default. */
  readonly defaulted: readonly string[];
  readonly required: readonly string[];
  readonly listType: string | undefined;
  readonly listMapKeys: readonly string[];
  readonly allOf: readonly Shape[];
  readonly anyOf: readonly Shape[];
  readonly oneOf: readonly Shape[];
  readonly not: Shape | undefined;
  /** `x-kubernetes-validations`. */
  readonly rules: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Reads a schema node for the passes over documents.
 * @param schema a node of a pack schema
 * @param root the whole schema, for `$ref: "#/..."`
 * @returns its shape; the same node of the same schema always gives the same shape
 */
export function shapeOf(schema: JsonSchema, root: JsonSchema): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const target = followReference(schema, root);
  const shape = target === schema ? readShape(schema, root) : shapeOf(target, root);
  shapes.set(schema, shape);
  return shape;
}

const shapes = new WeakMap<JsonSchema, Shape>();
const empty: readonly never[] = [];

function followReference(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let target: unknown = schema;
  for (let hops = 0; hops < 20; hops++) {
    if (!isMapping(target) || typeof target.$ref !== "string") break;
    target = target.$ref
      .replace(/^#\/?/, "")
      .split("/")
      .filter((part) => part !== "")
      .reduce<unknown>(
        (node, part) =>
          isMapping(node) ? node[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined,
        root,
      );
  }
  return isMapping(target) && typeof target.$ref !== "string"
    ? target
    : { "x-kubernetes-preserve-unknown-fields": true };
}

function readShape(schema: JsonSchema, root: JsonSchema): Shape {
  const properties = isMapping(schema.properties) ? schema.properties : {};
  const propertyNames = Object.keys(properties);
  const children = new Map<string, Shape | undefined>();
  const { types, nullable } = readTypes(schema);
  const sub = (value: unknown): Shape | undefined =>
    isMapping(value) ? shapeOf(value, root) : undefined;
  const subs = (value: unknown): readonly Shape[] =>
    Array.isArray(value) ? value.filter(isMapping).map((each) => shapeOf(each, root)) : empty;
  let items: Shape | undefined;
  let additional: Shape | boolean | undefined;
  return {
    schema,
    types,
    nullable,
    intOrString: schema["x-kubernetes-int-or-string"] === true,
    preserve: schema["x-kubernetes-preserve-unknown-fields"] === true,
    embedded: schema["x-kubernetes-embedded-resource"] === true,
    propertyNames,
    property(name) {
      if (children.has(name)) return children.get(name);
      const child = Object.hasOwn(properties, name) ? sub(properties[name]) : undefined;
      if (child !== undefined) children.set(name, child);
      return child;
    },
    get additional() {
      const value = schema.additionalProperties;
      return (additional ??= typeof value === "boolean" ? value : sub(value));
    },
    get items() {
      return (items ??= sub(schema.items));
    },
    hasDefault: schema.default !== undefined && schema.default !== null,
    defaulted: propertyNames.filter(
      (name) => isMapping(properties[name]) && (properties[name].default ?? null) !== null,
    ),
    required: strings(schema.required),
    listType:
      typeof schema["x-kubernetes-list-type"] === "string"
        ? schema["x-kubernetes-list-type"]
        : undefined,
    listMapKeys: strings(schema["x-kubernetes-list-map-keys"]),
    allOf: subs(schema.allOf),
    anyOf: subs(schema.anyOf),
    oneOf: subs(schema.oneOf),
    not: sub(schema.not),
    rules: Array.isArray(schema["x-kubernetes-validations"])
      ? schema["x-kubernetes-validations"].filter(isMapping)
      : empty,
  };
}

/** A pack may say nullable as OpenAPI does, or as a second type. */
function readTypes(schema: JsonSchema): { types: readonly string[]; nullable: boolean } {
  const all = typeof schema.type === "string" ? [schema.type] : strings(schema.type);
  return {
    types: all.filter((type) => type !== "null"),
    nullable: schema.nullable === true || all.includes("null"),
  };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : empty;
}

const rulesBelow = new WeakMap<object, boolean>();

/** Is there a CEL rule anywhere in this part of a schema? Most parts have none, and need no visit. */
export function holdsRules(schema: object): boolean {
  const known = rulesBelow.get(schema);
  if (known !== undefined) return known;
  const below = Object.values(schema).some(
    (value) => typeof value === "object" && value !== null && holdsRules(value as object),
  );
  const holds = below || Object.hasOwn(schema, "x-kubernetes-validations");
  rulesBelow.set(schema, holds);
  return holds;
}
