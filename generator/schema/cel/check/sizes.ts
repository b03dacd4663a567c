import type { Shape } from "../../shape.ts";
import { isReserved } from "../names.ts";
import { declareType, fieldNamed, withTypeAndObjectMeta } from "./declare.ts";
import type { Estimate } from "./estimate.ts";

/** The largest request that the API server takes. */
export const MAX_REQUEST = 3 * 1024 * 1024;

/**
 * Says how large the value can be that lies at a path below `self`: characters of a text, items of a list or map.
 * @param root the schema of `self`
 * @param path starts with the name of a variable
 * @returns undefined where nothing is known of it
 * Source: sizeEstimator of apiextensions-apiserver pkg/apiserver/schema/cel/compilation.go; apiserver pkg/cel/common/schemas.go.
 */
export function sizeAt(root: Shape, path: readonly string[]): Estimate | undefined {
  if (path.length === 0) return undefined;
  let at: Shape | undefined = root;
  for (const step of path.slice(1)) {
    if (at === undefined) return undefined;
    // A map's keys are texts of which nothing is known.
    if (step === "@keys") return elementOf(at) === undefined || isList(at) ? undefined : none;
    at = step === "@items" || step === "@values" ? elementOf(at) : fieldOf(at, step);
  }
  return at && { min: 0n, max: BigInt(maxElements(at)) };
}

const none: Estimate = { min: 0n, max: 0n };

function isList(shape: Shape): boolean {
  return !shape.intOrString && shape.types[0] === "array";
}

function elementOf(shape: Shape): Shape | undefined {
  if (shape.intOrString || shape.embedded) return undefined;
  if (shape.types[0] === "array") return shape.items;
  if (shape.types[0] !== "object" || typeof shape.additional !== "object") return undefined;
  return shape.additional;
}

function fieldOf(shape: Shape, escaped: string): Shape | undefined {
  if (shape.intOrString || shape.types[0] !== "object" || elementOf(shape)) return undefined;
  // Of a field that a reserved word names as it is, nothing is known.
  if (isReserved(escaped)) return undefined;
  const field = fieldNamed(shape.embedded ? withTypeAndObjectMeta(shape) : shape, escaped);
  return field && declareType(field, "") && field;
}

function maxElements(shape: Shape): number {
  const { schema } = shape;
  const limit = (keyword: string): number | undefined =>
    schema[keyword] === undefined ? undefined : Math.max(0, Number(schema[keyword]));
  const characters = limit("maxLength");
  if (shape.intOrString) return characters === undefined ? MAX_REQUEST - 2 : characters * 4;
  switch (shape.types[0]) {
    case "array":
      return limit("maxItems") ?? Math.floor((MAX_REQUEST - 2) / (minSize(shape.items!) + 1));
    case "object": {
      const value = elementOf(shape);
      if (value === undefined) return 0;
      return limit("maxProperties") ?? Math.floor((MAX_REQUEST - 2) / (minSize(value) + 6));
    }
    case "string":
      return maxCharacters(schema, characters);
    default:
      return 0;
  }
}

const formatSizes = new Map<unknown, { min: number; max: number }>([
  ["duration", { min: 3, max: 32 }],
  ["date", { min: 12, max: 12 }],
  ["date-time", { min: 21, max: 32 }],
]);

function maxCharacters(schema: Shape["schema"], limit: number | undefined): number {
  const format = formatSizes.get(schema.format);
  if (format !== undefined) return format.max;
  if (schema.format === "byte") return limit ?? MAX_REQUEST - 2;
  if (limit !== undefined) return limit * 4;
  if (!Array.isArray(schema.enum) || schema.enum.length === 0) return MAX_REQUEST - 2;
  return Math.max(
    0,
    ...schema.enum.map((each) => (typeof each === "string" ? Buffer.byteLength(each) : 0)),
  );
}

const minSizes = new WeakMap<Shape, number>();

/** @returns the fewest bytes that a value can have as JSON */
export function minSize(shape: Shape): number {
  let known = minSizes.get(shape);
  if (known === undefined) {
    known = computeMinSize(shape);
    minSizes.set(shape, known);
  }
  return known;
}

function computeMinSize(shape: Shape): number {
  if (shape.intOrString) return 1;
  switch (shape.types[0]) {
    case "object":
      return elementOf(shape) === undefined ? minObjectSize(shape) : 2;
    case "array":
      return 2;
    case "string":
      return formatSizes.get(shape.schema.format)?.min ?? 2;
    case "boolean":
      return 4;
    default:
      return 1;
  }
}

/** Fields that are required and have no default are there. */
function minObjectSize(shape: Shape): number {
  const full = shape.embedded ? withTypeAndObjectMeta(shape) : shape;
  return full.required.reduce((size, name) => {
    const field = full.property(name);
    if (field === undefined || field.hasDefault || declareType(field, "") === undefined)
      return size;
    return size + Buffer.byteLength(name) + minSize(field) + 4;
  }, 2);
}
