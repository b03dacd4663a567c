import type { Path } from "../core/path.ts";

/** Words for values and types in messages: plain, on one line, shortened when long. */

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  object: "a mapping",
  array: "a list",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "null",
};

/** @returns the types in words: `a string or a whole number` */
export function nameTypes(types: readonly string[]): string {
  return joinWords(
    types.map((type) => typeNames[type] ?? type),
    "or",
  );
}

/** @returns the value with its type in words: `the string "x"`, `a list` */
export function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return `the string ${quote(value)}`;
  if (typeof value === "boolean") return `the boolean ${String(value)}`;
  return `the number ${String(value)}`;
}

/** @returns the value as JSON on one line, shortened in the middle when it is long */
export function quote(value: unknown): string {
  const text =
    JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? Number(part) : part)) ??
    String(value);
  return text.length <= 80 ? text : `${text.slice(0, 60)}…${text.slice(-15)}`;
}

/** @returns the values as a list, the rest of a long one left out: `"a", "b" and 7 more` */
export function listValues(values: readonly unknown[], limit = 12): string {
  const shown = values.slice(0, limit).map(quote);
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

/** @returns `a, b or c` */
export function joinWords(words: readonly string[], last: "and" | "or"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** @returns `1 item`, `2 items` */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : noun === "property" ? "properties" : `${noun}s`}`;
}

/** @returns the name of the field that a path leads to: `hosts`, `hosts[0]` */
export function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the document";
  return typeof last === "number" ? `${nameOf(path.slice(0, -1))}[${last}]` : last;
}
