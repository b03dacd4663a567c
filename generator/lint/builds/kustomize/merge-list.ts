import { isMapping } from "../../../core/json.ts";
import { textOf } from "./item.ts";
import type { Source } from "./source.ts";

/** An element of a list that is being merged, with where it came from: an index of the target, or a place in the patch. */
export interface ListEntry {
  readonly value: unknown;
  readonly origin: Source | number;
}

type Merge = (target: ListEntry | undefined, patch: ListEntry | undefined) => unknown;

/**
 * Merges two lists by their keys in kustomize's order: the patch's elements first, then what only the target has. Follows kyaml's
 * walk of associative lists step by step, since its order and its handling of missing keys are what clusters get.
 * @param target the target's elements
 * @param patch the patch's elements
 * @param keys merge keys; none for a set of plain values
 * @param merge merges one pair
 */
export function mergeEntries(
  target: ListEntry[],
  patch: ListEntry[],
  keys: readonly string[],
  merge: Merge,
): ListEntry[] {
  const names = keys.length === 0 ? [""] : [...keys];
  const tuples = collectTuples([patch, target], names);
  if (names.length > 1) unifyTuples(tuples);
  let own: ListEntry[] = target;
  let added: ListEntry[] = [];
  let valid = { keys: names, values: [] as string[] };
  for (const tuple of tuples) {
    valid = validKeys(tuples, tuple, names);
    const mine = findEntry(own, valid.keys, valid.values);
    const theirs = findEntry(patch, valid.keys, valid.values);
    let value = merge(mine, theirs);
    if (theirs) {
      const followed = withoutDirective(theirs);
      const take = (other: ListEntry) => (other === theirs ? followed : other);
      patch = patch.map(take);
      own = own.map(take); // a list that is new is its own patch
    }
    if (value === undefined || value === null || isEmptyMapping(value)) {
      own = setEntry(own, undefined, valid.keys, valid.values);
      continue;
    }
    value = withKeys(value, valid.keys, valid.values);
    const entry: ListEntry = { value, origin: mine ? mine.origin : theirs!.origin };
    if (mine) own = own.map((other) => (other === mine ? entry : other));
    added = setEntry(added, entry, valid.keys, valid.values);
  }
  if (tuples.length === 0) return own;
  return appendAll(added, own, valid.keys);
}

/** A directive works once: kustomize takes it off the patch when it follows it. */
function withoutDirective(entry: ListEntry): ListEntry {
  if (!isMapping(entry.value) || !Object.hasOwn(entry.value, "$patch")) return entry;
  const { $patch: _, ...value } = entry.value;
  return { ...entry, value };
}

function isEmptyMapping(value: unknown): boolean {
  return isMapping(value) && Object.keys(value).length === 0;
}

function fieldText(value: unknown, key: string): string | undefined {
  if (key === "") return typeof value === "object" && value !== null ? undefined : textOf(value);
  if (!isMapping(value) || !Object.hasOwn(value, key)) return undefined;
  return typeof value[key] === "object" ? "" : textOf(value[key]);
}

function collectTuples(lists: readonly ListEntry[][], keys: readonly string[]): string[][] {
  const seen = new Set<string>();
  const tuples: string[][] = [];
  for (const list of lists) {
    for (const { value } of list) {
      const tuple = keys.map((key) => fieldText(value, key) ?? "");
      const text = JSON.stringify(tuple);
      if (seen.has(text)) continue;
      seen.add(text);
      tuples.push(tuple);
    }
  }
  return tuples;
}

/** Tuples that agree where both have a value become one: a port without protocol is the port with one. */
function unifyTuples(tuples: string[][]): void {
  for (let first = 0; first < tuples.length; first++) {
    const one = tuples[first]!; // as it is before any is changed
    for (let second = 0; second < tuples.length; second++) {
      const other = tuples[second]!;
      if (!one.some((value, index) => value === other[index])) continue;
      if (one.some((value, index) => value !== other[index] && value !== "" && other[index] !== ""))
        continue;
      const merged = one.map((value, index) => (value === "" ? other[index]! : value));
      tuples[first] = merged;
      tuples[second] = merged;
    }
  }
}

/** Keys that no element has are left out of the comparison. */
function validKeys(tuples: readonly string[][], tuple: readonly string[], keys: readonly string[]) {
  const used = keys.filter((_, index) => tuples.some((other) => other[index] !== ""));
  if (used.length === 0) return { keys: [...keys], values: [...tuple] };
  return { keys: used, values: tuple.filter((_, index) => used.includes(keys[index]!)) };
}

function findEntry(
  list: readonly ListEntry[],
  keys: readonly string[],
  values: readonly string[],
): ListEntry | undefined {
  const named = keys
    .map((key, index) => ({ key, value: values[index]! }))
    .filter(({ value }) => value !== "");
  const wanted =
    named.length > 0 ? named : keys.map((key, index) => ({ key, value: values[index]! }));
  return list.find(({ value: element }) =>
    wanted.every(({ key, value }) => {
      const text = fieldText(element, key);
      return (
        text !== undefined && (value === "" ? (key === "" ? text === "" : true) : text === value)
      );
    }),
  );
}

/** Replaces the entry with these key values, or appends it; without an entry removes it. */
function setEntry(
  list: readonly ListEntry[],
  entry: ListEntry | undefined,
  keys: readonly string[],
  values: readonly string[],
): ListEntry[] {
  const result: ListEntry[] = [];
  const byMapping = keys[0] !== "" && values.length > 0 && values[0] !== "";
  let found = false;
  for (const other of list) {
    if (other.value === null || other.value === undefined || isEmptyMapping(other.value)) continue;
    if (byMapping && !isMapping(other.value)) {
      result.push(other);
      continue;
    }
    const matches =
      values.length > 0 &&
      keys.every((key, index) => {
        if (index >= values.length) return true;
        const text = fieldText(other.value, key);
        return (
          text !== undefined && ((values[index] === "" && key !== "") || text === values[index])
        );
      });
    if (!matches) {
      if (values.length > 0) result.push(other);
      continue;
    }
    found = true;
    if (entry) result.push(entry);
  }
  if (entry && !found) result.push(entry);
  return result;
}

function appendAll(
  list: ListEntry[],
  more: readonly ListEntry[],
  keys: readonly string[],
): ListEntry[] {
  for (const entry of more) {
    if (keys[0] === "") {
      list = setEntry(list, entry, [""], [textOf(entry.value)]);
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      const text = fieldText(entry.value, key);
      if (text === undefined) list = [...list, entry];
      else values.push(text);
    }
    if (keys.length > 1) list = setEntry(list, undefined, keys, values);
    list = setEntry(list, entry, keys, values);
  }
  return list;
}

function withKeys(value: unknown, keys: readonly string[], values: readonly string[]): unknown {
  if (!isMapping(value)) return value;
  const missing = keys
    .map((key, index) => [key, values[index]!] as const)
    .filter(([key, text]) => text !== "" && !Object.hasOwn(value, key));
  if (missing.length === 0) return value;
  return {
    ...value,
    ...Object.fromEntries(
      missing.map(([key, text]) => [key, /^\d+$/.test(text) ? Number(text) : text]),
    ),
  };
}
