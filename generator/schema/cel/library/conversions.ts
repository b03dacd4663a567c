import { CelError, noOverload } from "../error.ts";
import { Duration, int, Timestamp, TypeValue, typeName, Uint, type Value } from "../values.ts";
import type { CelFunction } from "./index.ts";
import { sizeOf } from "./strings.ts";
import { toText } from "./text.ts";
import { floorDivide, toDuration, toTimestamp } from "./time.ts";

/** `int(x)`, `string(x)`, `type(x)` and the like. */
export const conversions: Readonly<Record<string, CelFunction>> = {
  dyn: ([value]) => value!,
  type: ([value]) => new TypeValue(typeName(value!)),
  size: ([value]) => sizeOf(value!),
  int: ([value]) => toInt(value!),
  uint: ([value]) => toUint(value!),
  double: ([value]) => toDouble(value!),
  bool: ([value]) => toBool(value!),
  string: ([value]) => toText(value!),
  bytes: ([value]) => {
    if (value instanceof Uint8Array) return value;
    if (typeof value === "string") return Buffer.from(value);
    throw noOverload("bytes");
  },
  timestamp: ([value]) => toTimestamp(value!),
  duration: ([value]) => toDuration(value!),
};

function toInt(value: Value): bigint {
  if (typeof value === "bigint") return value;
  if (value instanceof Uint) return int(value.value);
  if (value instanceof Timestamp) return floorDivide(value.nanos, 1_000_000_000n);
  if (value instanceof Duration) return value.nanos;
  if (typeof value === "number") {
    if (!(value > -(2 ** 63) && value < 2 ** 63)) throw new CelError("integer overflow");
    return BigInt(Math.trunc(value));
  }
  if (typeof value !== "string") throw noOverload("int");
  if (!/^[+-]?\d+$/.test(value))
    throw new CelError(`type conversion error from 'string' to 'int': ${JSON.stringify(value)}`);
  return int(BigInt(value.replace(/^\+/, "")));
}

function toUint(value: Value): Uint {
  if (value instanceof Uint) return value;
  if (typeof value === "bigint") return new Uint(value);
  if (typeof value === "number") {
    if (!(value >= 0 && value < 2 ** 64)) throw new CelError("unsigned integer overflow");
    return new Uint(BigInt(Math.trunc(value)));
  }
  if (typeof value !== "string") throw noOverload("uint");
  if (!/^\d+$/.test(value))
    throw new CelError(`type conversion error from 'string' to 'uint': ${JSON.stringify(value)}`);
  return new Uint(BigInt(value));
}

function toDouble(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint) return Number(value.value);
  if (typeof value !== "string") throw noOverload("double");
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)) return Number(value);
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(value);
  if (word === null)
    throw new CelError(`type conversion error from 'string' to 'double': ${JSON.stringify(value)}`);
  if (word[2]!.toLowerCase() === "nan") return Number.NaN;
  return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function toBool(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") throw noOverload("bool");
  if (["1", "t", "T", "true", "TRUE", "True"].includes(value)) return true;
  if (["0", "f", "F", "false", "FALSE", "False"].includes(value)) return false;
  throw new CelError(`type conversion error from 'string' to 'bool': ${JSON.stringify(value)}`);
}
