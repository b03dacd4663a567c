import { isSame } from "../same.ts";
import { CelError, noOverload } from "./error.ts";
import { escapeName } from "./names.ts";
import {
  type CelList,
  Duration,
  Extension,
  isData,
  isList,
  isStruct,
  listKind,
  Optional,
  Preserved,
  type Struct,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from "./values.ts";

/**
 * CEL's `==`: numbers by value across types, lists and maps deeply; values of different types are not equal.
 * @throws CelError where a value of a library is compared with one of another type
 */
export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  const [a, b] = [numberOf(left), numberOf(right)];
  // eslint-disable-next-line eqeqeq -- bigint and number compare by value with ==
  if (a !== undefined && b !== undefined) return a == b;
  if (left === null || right === null) return false;
  if (left instanceof Extension) return equalExtensions(left, right);
  if (isData(left) && isList(left) !== isList(right)) throw noOverload("_==_");
  if (left instanceof Map && isData(left) && !(right instanceof Map)) throw noOverload("_==_");
  if (isStruct(left) && !isStruct(right)) throw noOverload("_==_");
  if (typeof left !== "object" || typeof right !== "object") return false;
  if (isList(left)) return isList(right) && equalLists(left, right);
  if (left instanceof Map) {
    const equal = isData(left) ? equals : mayBeEqual;
    return (
      right instanceof Map &&
      left.size === right.size &&
      [...left].every(([key, value]) => hasKey(right, key) && equal(value, lookUp(right, key)!))
    );
  }
  if (isStruct(left)) return isStruct(right) && equalStructs(left, right);
  if (left instanceof Uint8Array)
    return right instanceof Uint8Array && Buffer.compare(left, right) === 0;
  if (left instanceof Timestamp) return right instanceof Timestamp && left.nanos === right.nanos;
  if (left instanceof Duration) return right instanceof Duration && left.nanos === right.nanos;
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  if (left instanceof Preserved) return right instanceof Preserved && isSame(left.data, right.data);
  if (left instanceof Optional) {
    if (!(right instanceof Optional)) return false;
    return left.value === undefined || right.value === undefined
      ? left.value === right.value
      : equals(left.value, right.value);
  }
  return false;
}

function equalExtensions(left: Extension, right: Value): boolean {
  if (!(right instanceof Extension) || left.type !== right.type) throw noOverload("_==_");
  return left.equals(right);
}

/** In the lists and maps that an expression makes, what cannot be compared counts as equal. */
function mayBeEqual(left: Value, right: Value): boolean {
  return attempt(() => equals(left, right)) !== false;
}

/** Are two values surely equal? */
export function areEqual(left: Value, right: Value): boolean {
  return attempt(() => equals(left, right)) === true;
}

/** @returns the result, or undefined where there is none */
export function attempt<T>(evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof CelError) return undefined;
    throw error;
  }
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === "bigint" || typeof value === "number") return value;
  return value instanceof Uint ? value.value : undefined;
}

function equalStructs(left: Struct, right: Struct): boolean {
  const names = Object.keys(left.data);
  if (names.length !== Object.keys(right.data).length) return false;
  const declared = left.names();
  const sameFields = declared.every((name) => {
    const other = right.get(name);
    return other !== undefined && equals(left.get(name)!, other);
  });
  if (!sameFields) return false;
  // Fields that rules cannot name are compared as data.
  return names.every(
    (name) =>
      left.declares(escapeName(name) ?? name) ||
      !Object.hasOwn(right.data, name) ||
      isSame(left.data[name], right.data[name]),
  );
}

function equalLists(left: CelList, right: CelList): boolean {
  if (left.length !== right.length) return false;
  const kind = listKind(left);
  const equal = isData(left) ? equals : mayBeEqual;
  if (kind === undefined) return left.every((item, index) => equal(item, right[index]!));
  if (kind.type === "set") return left.every((item) => right.some((other) => equals(item, other)));
  const others = new Map(right.map((item) => [keyOf(item, kind.keys), item]));
  return left.every((item) => {
    const other = others.get(keyOf(item, kind.keys));
    return other !== undefined && equals(item, other);
  });
}

/** @returns a text that tells the items of a list map apart */
export function keyOf(item: Value, keys: readonly string[]): string {
  return JSON.stringify(
    keys.map((key) => {
      const value = isStruct(item)
        ? item.data[key]
        : item instanceof Map
          ? item.get(key)
          : undefined;
      return typeof value === "bigint" ? Number(value) : (value ?? null);
    }),
  );
}

/** Finds a map's entry; a number of another type finds an equal one. */
export function lookUp(map: ReadonlyMap<Value, Value>, key: Value): Value | undefined {
  const found = map.get(key);
  if (found !== undefined || typeof key === "string" || typeof key === "boolean") return found;
  for (const [each, value] of map) if (equals(each, key)) return value;
  return undefined;
}

export function hasKey(map: ReadonlyMap<Value, Value>, key: Value): boolean {
  return lookUp(map, key) !== undefined;
}

/**
 * Orders two values.
 * @returns negative, 0 or positive
 * @throws CelError where the types have no order, or a double is no number
 */
export function compare(left: Value, right: Value): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) {
    if (Number.isNaN(a) || Number.isNaN(b)) throw new CelError("NaN values cannot be ordered");
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right);
  const isTime =
    (left instanceof Timestamp && right instanceof Timestamp) ||
    (left instanceof Duration && right instanceof Duration);
  if (isTime) {
    const [x, y] = [left.nanos, right.nanos];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  throw noOverload("_<_");
}

/** By code points, as Go compares UTF-8. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
