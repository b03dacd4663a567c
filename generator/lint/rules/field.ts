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

/** `${NAME}` of a Flux substitution, `{{ ... }}` of a template or `<path:...>` of a vault: what will stand there is not known from this file. */
const PLACEHOLDER = /\$\{[A-Za-z_]|\{\{|<(?:path|secret):[^>]/;

/** A field below another; rules visit many and report few, so its path is made when it is asked for. */
class Below implements Field {
  readonly value: unknown;
  private readonly parent: Field;
  private readonly key: string | number;

  constructor(parent: Field, key: string | number) {
    this.value = valueOf(parent.value, key);
    this.parent = parent;
    this.key = key;
  }

  get path(): Path {
    return [...this.parent.path, this.key];
  }
}

/** @returns the field under these keys and indexes, one below the other */
export function get(field: Field, ...keys: (string | number)[]): Field;
export function get(field: Field, key?: string | number, ...more: (string | number)[]): Field {
  // Most ask for one key, of which no list is made then
  let found = key === undefined ? field : new Below(field, key);
  for (let index = 0; index < more.length; index++) found = new Below(found, more[index]!);
  return found;
}

function valueOf(value: unknown, key: string | number): unknown {
  if (typeof key === "number") return Array.isArray(value) ? value[key] : undefined;
  if (!isMapping(value)) return undefined;
  const found = value[key];
  // What an object inherits is no data
  if (typeof found !== "function" && key !== "__proto__") return found;
  return Object.hasOwn(value, key) ? found : undefined;
}

/** @returns the items of a list that are not null; none for anything else */
export function items(field: Field): Field[] {
  const list = field.value;
  const found: Field[] = [];
  if (!Array.isArray(list)) return found;
  for (let index = 0; index < list.length; index++) {
    if (list[index] !== null && list[index] !== undefined) found.push(new Below(field, index));
  }
  return found;
}

/** @returns the entries of a mapping that are not null; none for anything else */
export function entries(field: Field): { key: string; field: Field }[] {
  if (!isMapping(field.value)) return [];
  return Object.keys(field.value)
    .map((key) => ({ key, field: new Below(field, key) }))
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
  const mayHoldOne = value.includes("{") || value.includes("<");
  return mayHoldOne && PLACEHOLDER.test(value) ? undefined : value;
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
