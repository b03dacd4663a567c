import { isMapping } from "../../core/json.ts";
import { parseGoDuration } from "../duration.ts";
import type { Shape } from "../shape.ts";
import { declareType, withTypeAndObjectMeta } from "./check/declare.ts";
import { CelError } from "./error.ts";
import { escapeName, isReserved } from "./names.ts";
import { parseTimestamp } from "./library/time.ts";
import {
  type CelList,
  Duration,
  markData,
  markList,
  Preserved,
  type Struct,
  Timestamp,
  type Value,
} from "./values.ts";

/**
 * Turns data into the value that CEL sees, by its schema: integers and doubles apart, formats as times, objects as structs whose
 * fields are converted when they are first asked for.
 * Source: apiserver pkg/cel/common/valuesunstructured.go.
 * @throws CelError where the data does not fit the schema
 */
export function toValue(data: unknown, shape: Shape, root = false): Value {
  if (data === null) {
    if (shape.nullable) return null;
    throw new CelError("invalid data, got null for schema with nullable=false");
  }
  if (shape.intOrString) {
    if (typeof data === "string" || typeof data === "bigint") return data;
    if (typeof data === "number" && Number.isInteger(data)) return BigInt(data);
    throw new CelError(
      "invalid data, expected XIntOrString value to be either a string or integer",
    );
  }
  switch (shape.types[0]) {
    case "object":
      if (!isMapping(data))
        throw new CelError("invalid data, expected a map for the provided schema with type=object");
      return toObject(data, shape, root);
    case "array":
      if (!Array.isArray(data))
        throw new CelError(
          "invalid data, expected an array for the provided schema with type=array",
        );
      return toList(data, shape);
    case "string":
      if (typeof data === "string") return toText(data, shape.schema.format);
      break;
    case "integer":
      if (typeof data === "bigint") return data;
      if (typeof data === "number" && Number.isInteger(data)) return BigInt(data);
      break;
    case "number":
      if (typeof data === "number" || typeof data === "bigint") return Number(data);
      break;
    case "boolean":
      if (typeof data === "boolean") return data;
      break;
    default:
      if (shape.preserve || shape.types.length === 0) return new Preserved(data);
  }
  throw new CelError(`invalid data, expected ${shape.types[0]}`);
}

function toObject(data: Readonly<Record<string, unknown>>, shape: Shape, root: boolean): Value {
  if (root || shape.embedded) return createStruct(data, withTypeAndObjectMeta(shape));
  const { additional } = shape;
  if (shape.propertyNames.length === 0 && typeof additional === "object") {
    const entries = Object.entries(data);
    return markData(new Map(entries.map(([key, value]) => [key, toValue(value, additional)])));
  }
  return createStruct(data, shape);
}

function toList(data: readonly unknown[], shape: Shape): CelList {
  const { items } = shape;
  if (items === undefined)
    throw new CelError("invalid array type, expected Items with a non-empty Schema");
  const list = markData(data.map((item) => toValue(item, items)));
  if (shape.listType !== "set" && shape.listType !== "map") return list;
  return markList(list, {
    type: shape.listType,
    keys: shape.listMapKeys,
  });
}

function toText(text: string, format: unknown): Value {
  switch (format) {
    case "duration": {
      const nanos = parseGoDuration(text);
      return nanos === undefined ? text : new Duration(nanos);
    }
    case "date":
      return parseTimestamp(`${text}T00:00:00Z`);
    case "date-time":
      return text === "" ? new Timestamp(0n) : parseTimestamp(text);
    case "byte":
      return Buffer.from(text, "base64");
    default:
      return text;
  }
}

function createStruct(data: Readonly<Record<string, unknown>>, shape: Shape): Struct {
  const declared = fieldsOf(shape);
  const values = new Map<string, Value>();
  return {
    isStruct: true,
    data,
    names: () =>
      [...declared].filter(([, name]) => (data[name] ?? null) !== null).map(([escaped]) => escaped),
    declares: (name) => declared.has(name),
    get(name) {
      const known = values.get(name);
      if (known !== undefined) return known;
      const raw = declared.get(name);
      // A field that is null counts as not set.
      if (raw === undefined || !Object.hasOwn(data, raw) || data[raw] === null) return undefined;
      const value = toValue(data[raw], shape.property(raw)!);
      values.set(name, value);
      return value;
    },
  };
}

const fields = new WeakMap<Shape, ReadonlyMap<string, string>>();

/** The fields that rules can name: escaped name → name. Fields without a type are hidden. */
function fieldsOf(shape: Shape): ReadonlyMap<string, string> {
  let known = fields.get(shape);
  if (known === undefined) {
    known = new Map(
      shape.propertyNames.flatMap((name) => {
        const escaped = escapeName(name);
        if (escaped === undefined || declareType(shape.property(name)!, "") === undefined)
          return [];
        // After a dot a reserved word may also stand as it is.
        return isReserved(name)
          ? [[escaped, name] as const, [name, name] as const]
          : [[escaped, name] as const];
      }),
    );
    fields.set(shape, known);
  }
  return known;
}
