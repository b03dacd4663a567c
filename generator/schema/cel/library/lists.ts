import { areEqual, attempt, compare } from "../compare.ts";
import { type Budget, spend } from "../budget.ts";
import { CelError, noOverload } from "../error.ts";
import { binaryOperators } from "../operators.ts";
import { type CelList, Duration, isList, typeName, Uint, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

const MAX_RANGE = 1_000_000;

export const listFunctions: Readonly<Record<string, CelFunction>> = {
  "lists.range": ([count], budget) => {
    if (typeof count !== "bigint") throw noOverload("lists.range");
    if (count < 0n) throw new CelError(`lists.range: size must be non-negative, got ${count}`);
    if (count > MAX_RANGE)
      throw new CelError(`lists.range: size ${count} exceeds maximum allowed (${MAX_RANGE})`);
    spend(budget, Number(count));
    return Array.from({ length: Number(count) }, (_, index) => BigInt(index));
  },
};

/** Methods of Kubernetes's list library and of cel-go's list extension, version 3. */
export const listMethods: Readonly<Record<string, CelMethod>> = {
  isSorted: on((list) =>
    comparable(list, "isSorted").every(
      (item, index) => index === 0 || !isAbove(list[index - 1]!, item),
    ),
  ),
  sum: on((list) => {
    const [first] = list;
    if (first === undefined) return 0n;
    if (!isSummable(first)) throw noOverload("sum");
    return list.reduce((total, item) => binaryOperators["+"]!(total, item));
  }),
  min: on((list) => extreme(list, "min", -1)),
  max: on((list) => extreme(list, "max", 1)),
  indexOf: on((list, [wanted]) => BigInt(list.findIndex((item) => areEqual(item, wanted!)))),
  lastIndexOf: on((list, [wanted]) =>
    BigInt(list.findLastIndex((item) => areEqual(item, wanted!))),
  ),
  includes: (receiver, [wanted]) =>
    isList(receiver)
      ? receiver.some((item) => areEqual(item, wanted!))
      : areEqual(receiver, wanted!),
  slice: on((list, [from, to]) => {
    if (typeof from !== "bigint" || typeof to !== "bigint") throw noOverload("slice");
    if (from < 0n || to < 0n)
      throw new CelError(`cannot slice(${from}, ${to}), negative indexes not supported`);
    if (from > to || to > list.length)
      throw new CelError(`cannot slice(${from}, ${to}), list is length ${list.length}`);
    return list.slice(Number(from), Number(to));
  }),
  flatten: on((list, [depth]) => {
    if (depth !== undefined && (typeof depth !== "bigint" || depth < 0n))
      throw new CelError("level must be non-negative");
    return flatten(list, depth === undefined ? 1 : Number(depth));
  }),
  sort: on((list) => {
    return sortBy(list, list);
  }),
  distinct: on((list, _, budget) => {
    spend(budget, (list.length * list.length) / 2);
    return list.filter(
      (item, index) => list.findIndex((other) => item === other || areEqual(item, other)) === index,
    );
  }),
  reverse: on((list) => [...list].reverse()),
};

function on(method: (list: CelList, args: readonly Value[], budget: Budget) => Value): CelMethod {
  return (receiver, args, budget) => {
    if (!isList(receiver)) return undefined;
    spend(budget, receiver.length);
    return method(receiver, args, budget);
  };
}

/** @param sign 1 for the greatest, -1 for the least; items that cannot be compared are passed over */
function extreme(list: CelList, name: string, sign: 1 | -1): Value {
  if (list.length === 0) throw new CelError(`${name} called on empty list`);
  return comparable(list, name).reduce((best, item) =>
    (sign > 0 ? isAbove(item, best) : isAbove(best, item)) ? item : best,
  );
}

/** Is one value above another? Where they cannot be compared, it is not. */
function isAbove(left: Value, right: Value): boolean {
  return (attempt(() => compare(left, right)) ?? 0) > 0;
}

const ordered = new Set([
  "int",
  "uint",
  "double",
  "bool",
  "string",
  "bytes",
  "google.protobuf.Duration",
  "google.protobuf.Timestamp",
]);

function comparable(list: CelList, name: string): CelList {
  if (list.every((item) => ordered.has(typeName(item)))) return list;
  throw noOverload(name);
}

/**
 * Sorts a list by keys.
 * @throws CelError where the keys are of several types
 */
export function sortBy(keys: CelList, list: CelList): CelList {
  if (new Set(comparable(keys, "sort").map(typeName)).size > 1)
    throw new CelError("list elements must have the same type");
  return list
    .map((item, index) => ({ item, key: keys[index]! }))
    .sort((left, right) => attempt(() => compare(left.key, right.key)) ?? 0)
    .map(({ item }) => item);
}

/** Can values of this type be added up? */
function isSummable(value: Value): boolean {
  return (
    typeof value === "bigint" ||
    typeof value === "number" ||
    value instanceof Uint ||
    value instanceof Duration
  );
}

function flatten(list: CelList, depth: number): Value[] {
  return list.flatMap((item) => (isList(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}
