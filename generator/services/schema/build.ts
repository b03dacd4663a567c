import Type, { type Static, type TArrayOptions, type TProperties, type TSchema } from "typebox";
import type { Pattern } from "./patterns.ts";

/** What every field tells its reader. */
export interface Notes {
  description: string;
  examples?: unknown[];
  default?: unknown;
  [keyword: string]: unknown;
}

/** A mapping with these fields and no others. */
export function block<Properties extends TProperties>(properties: Properties, notes: Notes) {
  return Type.Object(properties, { ...notes, additionalProperties: false });
}

/** A string that looks like this. */
export function text(look: Pattern, notes: Notes) {
  return Type.String({ ...look, ...notes });
}

/** A mapping whose keys the user chooses. */
export function mapOf<Value extends TSchema>(value: Value, key: Pattern, notes: Notes) {
  return Type.Unsafe<Record<string, Static<Value>>>({
    type: "object",
    ...notes,
    propertyNames: { ...key },
    additionalProperties: value,
  });
}

/**
 * A short form and a long form of one thing: a string, or a mapping that says more. It is one schema with two types instead
 * of an `anyOf`, so that a mistake in either form is reported for that form alone.
 */
export function stringOr<Long extends TSchema>(short: Pattern, long: Long, notes: Notes) {
  return Type.Unsafe<string | Static<Long>>({
    ...long,
    ...short,
    ...notes,
    type: ["string", "object"],
  });
}

/** A mapping, or `true` for one with every default, or `false` to switch it off. */
export function switchOr<Long extends TSchema>(long: Long, notes: Notes) {
  return Type.Unsafe<boolean | Static<Long>>({ ...long, ...notes, type: ["object", "boolean"] });
}

/** A mapping of which nothing need be said: `name:` alone stands for every default. */
export function emptyOr<Long extends TSchema>(long: Long) {
  return Type.Unsafe<null | Static<Long>>({ ...long, type: ["object", "null"] });
}

/** A list, or a mapping of the same names to what is special about each. */
export function namesOr<Long extends TSchema>(name: Pattern, special: Long, notes: Notes) {
  return Type.Unsafe<string[] | Record<string, null | Static<Long>>>({
    type: ["array", "object"],
    ...notes,
    items: { type: "string", ...name },
    propertyNames: { ...name },
    additionalProperties: emptyOr(special),
  });
}

/** Helm values: anything. */
export function helmValues(notes: Notes) {
  return Type.Unsafe<Record<string, unknown>>({ type: "object", ...notes });
}

export function listOf<Item extends TSchema>(item: Item, notes: Notes & TArrayOptions) {
  return Type.Array(item, notes);
}
