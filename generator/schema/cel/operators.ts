import { areEqual, compare, equals, hasKey, keyOf, lookUp } from "./compare.ts";
import { CelError, noOverload } from "./error.ts";
import {
  type CelList,
  Duration,
  int,
  isData,
  isList,
  isStruct,
  listKind,
  markList,
  Optional,
  Timestamp,
  Uint,
  type Value,
} from "./values.ts";

type Binary = (left: Value, right: Value) => Value;

/** CEL's operators on two values. */
export const binaryOperators: Readonly<Record<string, Binary>> = {
  "==": equals,
  "!=": (left, right) => !areEqual(left, right),
  "<": (left, right) => compare(left, right) < 0,
  "<=": (left, right) => compare(left, right) <= 0,
  ">": (left, right) => compare(left, right) > 0,
  ">=": (left, right) => compare(left, right) >= 0,
  in: isIn,
  "+": add,
  "-": subtract,
  "*": (left, right) =>
    arithmetic(
      "*",
      left,
      right,
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  "/": (left, right) =>
    arithmetic(
      "/",
      left,
      right,
      (a, b) => {
        if (b === 0n) throw new CelError("division by zero");
        return a / b;
      },
      (a, b) => a / b,
    ),
  "%": (left, right) => {
    if (typeof left === "number") throw noOverload("_%_");
    return arithmetic(
      "%",
      left,
      right,
      (a, b) => {
        if (b === 0n) throw new CelError("modulus by zero");
        return a % b;
      },
      () => Number.NaN,
    );
  },
};

function arithmetic(
  name: string,
  left: Value,
  right: Value,
  whole: (a: bigint, b: bigint) => bigint,
  real: (a: number, b: number) => number,
): Value {
  if (typeof left === "bigint" && typeof right === "bigint") return int(whole(left, right));
  if (typeof left === "number" && typeof right === "number") return real(left, right);
  if (left instanceof Uint && right instanceof Uint)
    return new Uint(whole(left.value, right.value));
  throw noOverload(`_${name}_`);
}

function add(left: Value, right: Value): Value {
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (isList(left) && isList(right)) return addLists(left, right);
  if (left instanceof Uint8Array && right instanceof Uint8Array)
    return Buffer.concat([left, right]);
  if (left instanceof Timestamp && right instanceof Duration)
    return new Timestamp(left.nanos + right.nanos, left.zone);
  if (left instanceof Duration && right instanceof Timestamp)
    return new Timestamp(left.nanos + right.nanos, right.zone);
  if (left instanceof Duration && right instanceof Duration)
    return new Duration(left.nanos + right.nanos);
  return arithmetic(
    "+",
    left,
    right,
    (a, b) => a + b,
    (a, b) => a + b,
  );
}

function subtract(left: Value, right: Value): Value {
  if (left instanceof Timestamp && right instanceof Timestamp)
    return new Duration(left.nanos - right.nanos);
  if (left instanceof Timestamp && right instanceof Duration)
    return new Timestamp(left.nanos - right.nanos, left.zone);
  if (left instanceof Duration && right instanceof Duration)
    return new Duration(left.nanos - right.nanos);
  return arithmetic(
    "-",
    left,
    right,
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

/** A set takes what it does not hold yet; a list map's items are replaced where the key is known. */
function addLists(left: CelList, right: CelList): CelList {
  const kind = listKind(left);
  if (kind === undefined) {
    if (isData(left)) return [...left, ...right];
    return left.length === 0 ? right : right.length === 0 ? left : [...left, ...right];
  }
  if (kind.type === "set") {
    const result = [...left];
    for (const item of right) if (!result.some((each) => equals(each, item))) result.push(item);
    return markList(result, kind);
  }
  const items = new Map(left.map((item) => [keyOf(item, kind.keys), item]));
  for (const item of right) items.set(keyOf(item, kind.keys), item);
  return markList([...items.values()], kind);
}

function isIn(value: Value, container: Value): boolean {
  if (isList(container)) return container.some((item) => areEqual(value, item));
  if (container instanceof Map) return hasKey(container, value);
  throw noOverload("@in");
}

/** `-x` */
export function negate(value: Value): Value {
  if (typeof value === "bigint") return int(-value);
  if (typeof value === "number") return -value;
  if (value instanceof Duration) return new Duration(-value.nanos);
  throw noOverload("-_");
}

/** `object.name`; an optional gives an optional. */
export function select(object: Value, name: string): Value {
  if (object instanceof Optional) return selectOptional(object, name);
  if (isStruct(object)) {
    const value = object.get(name);
    if (value !== undefined) return value;
    throw new CelError(
      object.declares(name) ? `no such key: ${name}` : `undefined field '${name}'`,
    );
  }
  if (!(object instanceof Map)) throw noOverload(`select ${name}`);
  const value = object.get(name);
  if (value === undefined) throw new CelError(`no such key: ${name}`);
  return value;
}

/** `object.?name` */
export function selectOptional(object: Value, name: string): Optional {
  const target = object instanceof Optional ? object.value : object;
  return target !== undefined && hasField(target, name)
    ? new Optional(select(target, name))
    : new Optional();
}

/** `has(object.name)` */
export function hasField(object: Value, name: string): boolean {
  if (object instanceof Optional) return object.value !== undefined && hasField(object.value, name);
  if (isStruct(object)) {
    if (!object.declares(name)) throw new CelError(`undefined field '${name}'`);
    return object.get(name) !== undefined;
  }
  // Asked of anything else that has no fields, the answer is no.
  if (isList(object)) throw noOverload(`has ${name}`);
  return object instanceof Map && object.has(name);
}

/** `container[key]` */
export function index(container: Value, key: Value): Value {
  if (container instanceof Optional) return indexOptional(container, key);
  if (isList(container)) {
    const position = positionOf(key);
    const item = container[position];
    if (position < 0 || item === undefined) throw new CelError(`index out of bounds: ${position}`);
    return item;
  }
  if (!(container instanceof Map)) throw noOverload("_[_]");
  const value = lookUp(container, key);
  if (value === undefined) throw new CelError(`no such key: ${String(key)}`);
  return value;
}

/** `container[?key]` */
export function indexOptional(container: Value, key: Value): Optional {
  const target = container instanceof Optional ? container.value : container;
  if (target === undefined) return new Optional();
  if (isList(target)) {
    const position = positionOf(key);
    return new Optional(position < 0 ? undefined : target[position]);
  }
  return new Optional(target instanceof Map ? lookUp(target, key) : undefined);
}

function positionOf(key: Value): number {
  if (typeof key === "bigint") return Number(key);
  if (key instanceof Uint) return Number(key.value);
  if (typeof key === "number" && Number.isInteger(key)) return key;
  throw noOverload("_[_]");
}
