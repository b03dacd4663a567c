import { CelError } from "../error.ts";
import { isList, isStruct, Optional, Timestamp, Duration, Uint, type Value } from "../values.ts";
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
  or: on((optional, [other]) => (optional.value === undefined ? other! : optional)),
  orValue: on((optional, [other]) => optional.value ?? (optional.value === null ? null : other!)),
  unwrapOpt: (receiver) => unwrap(receiver),
  first: (receiver) => (isList(receiver) ? new Optional(receiver[0]) : undefined),
  last: (receiver) => (isList(receiver) ? new Optional(receiver.at(-1)) : undefined),
};

function on(method: (optional: Optional, args: readonly Value[]) => Value): CelMethod {
  return (receiver, args) => (receiver instanceof Optional ? method(receiver, args) : undefined);
}

function unwrap(list: Value): Value | undefined {
  if (!isList(list)) return undefined;
  return list.flatMap((item) =>
    item instanceof Optional && item.value !== undefined ? [item.value] : [],
  );
}

/** Go's zero time, the start of year 1. */
const firstInstant = -62135596800n * 1_000_000_000n;

function isZero(value: Value): boolean {
  if (value === null || value === false || value === "" || value === 0 || value === 0n) return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanos === 0n;
  if (value instanceof Timestamp) return value.nanos === firstInstant;
  if (isList(value) || value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return isStruct(value) && value.names().length === 0;
}
