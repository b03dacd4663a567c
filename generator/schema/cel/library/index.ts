import type { Budget } from "../budget.ts";
import type { Value } from "../values.ts";
import { conversions } from "./conversions.ts";
import { formatFunctions, formatMethods } from "./format.ts";
import { listFunctions, listMethods } from "./lists.ts";
import { netFunctions, netMethods } from "./net.ts";
import { optionalFunctions, optionalMethods } from "./optionals.ts";
import { quantityFunctions, quantityMethods } from "./quantity.ts";
import { regexFunctions, regexMethods } from "./regex.ts";
import { semverFunctions, semverMethods } from "./semver.ts";
import { setFunctions } from "./sets.ts";
import { stringFunctions, stringMethods } from "./strings.ts";
import { timeMethods } from "./time.ts";
import { urlFunctions, urlMethods } from "./url.ts";

/** A function: `f(a, b)`, `namespace.f(a, b)`. */
export type CelFunction = (args: readonly Value[], budget: Budget) => Value;
/** A method: `receiver.f(a)`. Undefined where it does not take such values: another library's method of this name may. */
export type CelMethod = (
  receiver: Value,
  args: readonly Value[],
  budget: Budget,
) => Value | undefined;

/** All functions that Kubernetes 1.37 offers to rules. Source: apiserver pkg/cel/environment/base.go. */
export const functions: Readonly<Record<string, CelFunction>> = {
  ...conversions,
  ...formatFunctions,
  ...listFunctions,
  ...netFunctions,
  ...optionalFunctions,
  ...quantityFunctions,
  ...regexFunctions,
  ...semverFunctions,
  ...setFunctions,
  ...stringFunctions,
  ...urlFunctions,
};

const libraries: readonly Readonly<Record<string, CelMethod>>[] = [
  stringMethods,
  listMethods,
  regexMethods,
  timeMethods,
  urlMethods,
  netMethods,
  quantityMethods,
  semverMethods,
  formatMethods,
  optionalMethods,
];

export const methods: Readonly<Record<string, CelMethod>> = mergeMethods();

/** Each library answers for the receivers that it knows. */
function mergeMethods(): Record<string, CelMethod> {
  const merged: Record<string, CelMethod> = {};
  for (const library of libraries) {
    for (const [name, method] of Object.entries(library)) {
      const earlier = merged[name];
      merged[name] =
        earlier === undefined
          ? method
          : (receiver, args, budget) => {
              const result = earlier(receiver, args, budget);
              return result === undefined ? method(receiver, args, budget) : result;
            };
    }
  }
  return merged;
}
