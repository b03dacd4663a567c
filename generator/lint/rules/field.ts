import { isMapping } from "../../core/json.ts";
import type { Path } from "../../core/path.ts";

/**
 * A value together with its place in the document. What is absent is a field too, with the value undefined, so that rules can walk
 * any JSON without guards: as in proto JSON, null counts as absent, and a value of the wrong type (the schema's business) as
 * present but unknown.
 */
export interface Field {
  readonly path: Path;
  readonly value: unknown;
}

/** `${NAME}` of a Flux substitution or `{{ ... }}` of a template: what will stand there is not known from this file. */
const PLACEHOLDER = /\$\{[A-Za-z_]|\{\{/;

/** A field below another; rules visit many and report few, so its path is made when it is asked for. */
class Below implements Field {
  private readonly start: Field;
  private readonly keys: Path;
  readonly value: unknown;

  constructor(start: Field, keys: Path, value: unknown) {
    this.start = start;
    this.keys = keys;
    this.value = value;
  }

  get path(): Path {
    return [...this.start.path, ...this.keys];
  }
}

/** @returns the field under these keys and indexes */
export function get(field: Field, ...keys: (string | number)[]): Field {
  let value = field.value;
  for (let index = 0; index < keys.length && value !== undefined; index++)
    value = valueOf(value, keys[index]!);
  return new Below(field, keys, value);
}

function valueOf(value: unknown, key: string | number): unknown {
  if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
  if (!isMapping(value)) return undefined;
  const found = value[key];
  // What an object inherits is no data
  const inherited = typeof found === "function" || key === "__proto__";
  return inherited && !Object.hasOwn(value, key) ? undefined : found;
}

/** @returns the items of a list that are not null; none for anything else */
export function items(field: Field): Field[] {
  const list = field.value;
  const found: Field[] = [];
  if (!Array.isArray(list)) return found;
  for (let index = 0; index < list.length; index++) {
    const value: unknown = list[index];
    if (value !== null && value !== undefined) found.push(new Below(field, [index], value));
  }
  return found;
}

/** @returns the entries of a mapping that are not null; none for anything else */
export function entries(field: Field): { key: string; field: Field }[] {
  if (!isMapping(field.value)) return [];
  return Object.entries(field.value)
    .map(([key, value]) => ({ key, field: new Below(field, [key], value) }))
    .filter((entry) => isSet(entry.field));
}

/** @returns the entries of a mapping and of all that lies within it, in order */
export function entriesWithin(field: Field): { key: string; field: Field }[] {
  const found: { key: string; field: Field }[] = [];
  const open = [field];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inside = entries(next);
    found.push(...inside);
    open.push(...[...inside.map((entry) => entry.field), ...items(next)].reverse());
  }
  return found;
}

export function isSet(field: Field): boolean {
  return field.value !== undefined && field.value !== null;
}

/** @returns whether the field is absent or the empty text, which proto JSON does not tell apart */
export function isBlank(field: Field): boolean {
  return !isSet(field) || field.value === "";
}

/** @returns whether a list or mapping has anything in it */
export function isFilled(field: Field): boolean {
  return Array.isArray(field.value)
    ? field.value.length > 0
    : isMapping(field.value) && Object.keys(field.value).length > 0;
}

/** @returns the text, or undefined where there is none, or one that is only known after substitution */
export function text(field: Field): string | undefined {
  const { value } = field;
  if (typeof value !== "string") return undefined;
  return value.includes("{") && PLACEHOLDER.test(value) ? undefined : value;
}

/** @returns the texts of a list with their fields */
export function texts(field: Field): { value: string; field: Field }[] {
  const found: { value: string; field: Field }[] = [];
  for (const item of items(field)) {
    const value = text(item);
    if (value !== undefined) found.push({ value, field: item });
  }
  return found;
}

export function number(field: Field): number | undefined {
  if (typeof field.value === "bigint") return Number(field.value);
  return typeof field.value === "number" ? field.value : undefined;
}

export function isTrue(field: Field): boolean {
  return field.value === true;
}

/** @returns whether one of the keys is present under the field */
export function hasAny(field: Field, ...keys: string[]): boolean {
  return keys.some((key) => isSet(get(field, key)));
}
