import { equals } from "../compare.ts";
import { spend } from "../budget.ts";
import { noOverload } from "../error.ts";
import { type CelList, isList, type Value } from "../values.ts";
import type { CelFunction } from "./index.ts";

/** cel-go's set extension: lists as sets. */
export const setFunctions: Readonly<Record<string, CelFunction>> = {
  "sets.contains": onTwo(contains),
  "sets.intersects": onTwo((left, right) => left.some((item) => holds(right, item))),
  "sets.equivalent": onTwo((left, right) => contains(left, right) && contains(right, left)),
};

function onTwo(decide: (left: CelList, right: CelList) => boolean): CelFunction {
  return ([left, right], budget) => {
    if (left === undefined || right === undefined || !isList(left) || !isList(right))
      throw noOverload("sets");
    spend(budget, left.length * right.length);
    return decide(left, right);
  };
}

function contains(list: CelList, items: CelList): boolean {
  return items.every((item) => holds(list, item));
}

function holds(list: CelList, wanted: Value): boolean {
  return list.some((item) => equals(item, wanted));
}
