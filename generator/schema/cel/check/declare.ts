import { isMapping } from "../../../core/json.ts";
import { type Shape, shapeOf } from "../../shape.ts";
import { escapeName, isReserved, unescapeName } from "../names.ts";
import { type CelType, bool, dyn, int, listOf, mapOf, simpleTypes, string } from "./types.ts";

/**
 * Says which type a rule sees where a schema stands.
 * @param shape the schema
 * @param name tells its objects apart from others: objects of two places are of two types, be their fields the same
 * @param isResource is it the root of a resource, so that it has a kind and a name?
 * @returns the type, or undefined where rules cannot see the value
 * Source: apiserver pkg/cel/common/schemas.go, SchemaDeclType; pkg/cel/types.go, MaybeAssignTypeName.
 */
export function declareType(
  shape: Shape,
  name: string,
  isResource = shape.embedded,
): CelType | undefined {
  if (shape.intOrString) return dyn;
  if (isResource) return declareType(withTypeAndObjectMeta(shape), name, false);
  switch (shape.types[0]) {
    case "array": {
      const item = shape.items === undefined ? undefined : declareType(shape.items, `${name}.@idx`);
      return item && listOf(item);
    }
    case "object":
      return declareObject(shape, name);
    case "string":
      return simpleTypes.get(formats.get(shape.schema.format) ?? "string");
    case "boolean":
      return bool;
    case "number":
      return simpleTypes.get("double");
    case "integer":
      return int;
    default:
      return undefined;
  }
}

const formats = new Map<unknown, string>([
  ["byte", "bytes"],
  ["duration", "duration"],
  ["date", "timestamp"],
  ["date-time", "timestamp"],
]);

function declareObject(shape: Shape, name: string): CelType | undefined {
  const { additional } = shape;
  if (typeof additional === "object") {
    const value = declareType(additional, `${name}.@elem`);
    return value && mapOf(string, value);
  }
  const known = new Map<string, CelType | undefined>();
  return {
    kind: "struct",
    name,
    params: [],
    field(escaped) {
      if (!known.has(escaped)) {
        const field = fieldNamed(shape, escaped);
        known.set(escaped, field && declareType(field, `${name}.${escaped}`));
      }
      return known.get(escaped);
    },
  };
}

/** After a dot a reserved word may also stand as it is. */
export function fieldNamed(shape: Shape, escaped: string): Shape | undefined {
  const name = isReserved(escaped) ? escaped : unescapeName(escaped);
  return isReserved(escaped) || escapeName(name) === escaped ? shape.property(name) : undefined;
}

const withMeta = new WeakMap<Shape, Shape>();

/**
 * Rules see apiVersion, kind, metadata.name and metadata.generateName of every resource.
 * Source: WithTypeAndObjectMeta of apiextensions-apiserver pkg/apiserver/schema/cel/model/schemas.go.
 */
export function withTypeAndObjectMeta(shape: Shape): Shape {
  let known = withMeta.get(shape);
  if (known === undefined) {
    const text = { type: "string" };
    const properties = isMapping(shape.schema.properties) ? shape.schema.properties : {};
    const own = shape.property("metadata");
    const capped = (name: string, maxLength: number) => {
      const limit = own?.property(name)?.schema.maxLength;
      return { type: "string", maxLength: Math.min(maxLength, Number(limit ?? maxLength)) };
    };
    const names = { name: capped("name", 253), generateName: capped("generateName", 252) };
    const schema = {
      ...shape.schema,
      "x-kubernetes-embedded-resource": undefined,
      properties: {
        ...properties,
        apiVersion: text,
        kind: text,
        metadata: { type: "object", properties: names },
      },
    };
    known = shapeOf(schema, schema);
    withMeta.set(shape, known);
  }
  return known;
}
