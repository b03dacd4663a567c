import { compare, equals } from "../compare.ts";
import { type Budget, spend } from "../budget.ts";
import { CelError, noOverload } from "../error.ts";
import { binaryOperators } from "../operators.ts";
import { type CelList, Duration, isList, type Value, zeroOf } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

export const listFunctions: Readonly<Record<string, CelFunction>> = {
  "lists.range": ([count], budget) => {
    if (typeof count !== "bigint") throw noOverload("lists.range");
    spend(budget, Number(count));
    return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index));
  },
};

/** Methods of Kubernetes's list library and of cel-go's list extension, version 3. */
export const listMethods: Readonly<Record<string, CelMethod>> = {
  isSorted: on((list) =>
    list.every((item, index) => index === 0 || compare(list[index - 1]!, item) <= 0),
  ),
  sum: on((list) => {
    const [first] = list;
    if (first === undefined) return zeroOf(list);
    if (typeof first !== "bigint" && typeof first !== "number" && !(first instanceof Duration))
      throw noOverload("sum");
    return list.reduce((total, item) => binaryOperators["+"]!(total, item));
  }),
  min: on((list) => extreme(list, "min", -1)),
  max: on((list) => extreme(list, "max", 1)),
  indexOf: on((list, [wanted]) => BigInt(list.findIndex((item) => equals(item, wanted!)))),
  lastIndexOf: on((list, [wanted]) => BigInt(list.findLastIndex((item) => equals(item, wanted!)))),
  includes: (receiver, [wanted]) => {
    if (isList(receiver)) return receiver.some((item) => equals(item, wanted!));
    return receiver !== null && wanted !== undefined ? equals(receiver, wanted) : undefined;
  },
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
    list.forEach((item) => compare(list[0]!, item));
    return [...list].sort(compare);
  }),
  distinct: on((list, _, budget) => {
    spend(budget, (list.length * list.length) / 2);
    return list.filter((item, index) => list.findIndex((other) => equals(item, other)) === index);
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

function extreme(list: CelList, name: string, sign: 1 | -1): Value {
  if (list.length === 0) throw new CelError(`${name} called on empty list`);
  list.forEach((item) => compare(item, item));
  return list.reduce((best, item) => (compare(item, best) * sign > 0 ? item : best));
}

function flatten(list: CelList, depth: number): Value[] {
  return list.flatMap((item) => (isList(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}
