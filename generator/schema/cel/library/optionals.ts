import { CelError, noOverload } from "../error.ts";
import { isData, isList, Optional, Timestamp, Duration, Uint, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

export const optionalFunctions: Readonly<Record<string, CelFunction>> = {
  "optional.of": ([value]) => new Optional(value),
  "optional.none": () => new Optional(),
  "optional.ofNonZeroValue": ([value]) => new Optional(isZero(value!) ? undefined : value),
  "optional.unwrap": ([list]) => unwrap(list!) ?? new Optional(),
};

export const optionalMethods: Readonly<Record<string, CelMethod>> = {
  hasValue: on((optional) => optional.value !== undefined),
  value: on((optional) => {
    if (optional.value === undefined) throw new CelError("optional.none() dereference");
    return optional.value;
  }),
  unwrapOpt: (receiver) => unwrap(receiver),
  first: (receiver) => (isList(receiver) ? new Optional(receiver[0]) : undefined),
  last: (receiver) => (isList(receiver) ? new Optional(receiver.at(-1)) : undefined),
};

function on(method: (optional: Optional, args: readonly Value[]) => Value): CelMethod {
  return (receiver, args) => (receiver instanceof Optional ? method(receiver, args) : undefined);
}

function unwrap(list: Value): Value | undefined {
  if (!isList(list)) return undefined;
  return list.flatMap((item) => {
    if (!(item instanceof Optional)) throw noOverload("unwrap");
    return item.value === undefined ? [] : [item.value];
  });
}

/** Go's zero time, the start of year 1. */
const firstInstant = -62135596800n * 1_000_000_000n;

/** Lists and maps of the object itself are never zero, be they empty. */
function isZero(value: Value): boolean {
  if (isData(value)) return false;
  if (value === null || value === false || value === "" || value === 0 || value === 0n) return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanos === 0n;
  if (value instanceof Timestamp) return value.nanos === firstInstant;
  if (isList(value) || value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return false;
}
