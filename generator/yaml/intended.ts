import type { GroupStep, SingleFix } from "../core/finding.ts";
import { toPointer, valueAt } from "../core/path.ts";
import type { Path } from "../core/path.ts";

/** A fix, and for `quote` the text that its scalar holds. */
export interface Change {
  readonly fix: SingleFix;
  readonly text?: string;
}

/**
 * Says what a document has to be once it is repaired.
 * @param data the document's value before
 * @param changes fixes of this document, whose paths all count within the value before
 * @returns the value after; a copy where anything changes
 */
export function applyToData(data: unknown, changes: readonly Change[]): unknown {
  const byPath = new Map<string, Change[]>();
  for (const change of changes) {
    const pointer = toPointer(change.fix.path);
    byPath.set(pointer, [...(byPath.get(pointer) ?? []), change]);
  }
  const root = transform(data, [], byPath);
  return addMissing(root, data, changes);
}

function transform(
  value: unknown,
  path: Path,
  changes: ReadonlyMap<string, readonly Change[]>,
): unknown {
  for (const { fix, text } of changes.get(toPointer(path)) ?? []) {
    if (fix.op === "set") return fix.to;
    if (fix.op === "quote") return text;
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const itemPath = [...path, index];
      return isRemoved(itemPath, changes) ? [] : [transform(item, itemPath, changes)];
    });
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const itemPath = [...path, key];
    return isRemoved(itemPath, changes)
      ? []
      : [[renamed(key, itemPath, changes), transform(item, itemPath, changes)]];
  });
  return Object.fromEntries(entries);
}

function isRemoved(path: Path, changes: ReadonlyMap<string, readonly Change[]>): boolean {
  return (changes.get(toPointer(path)) ?? []).some(({ fix }) => fix.op === "remove");
}

function renamed(key: string, path: Path, changes: ReadonlyMap<string, readonly Change[]>): string {
  for (const { fix } of changes.get(toPointer(path)) ?? [])
    if (fix.op === "rename-key") return fix.to;
  return key;
}

/** `set` of a key that its mapping did not have. */
function addMissing(root: unknown, before: unknown, changes: readonly Change[]): unknown {
  for (const { fix } of changes) {
    const key = fix.path.at(-1);
    if (fix.op !== "set" || typeof key !== "string") continue;
    const parent = mappingAt(before, fix.path.slice(0, -1));
    const target = mappingAt(root, fix.path.slice(0, -1));
    if (parent && target && !Object.hasOwn(parent, key)) target[key] = fix.to;
  }
  return root;
}

function mappingAt(data: unknown, path: Path): Record<string, unknown> | undefined {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/**
 * Says what one step of a group makes of a document.
 * @param data the document's value before
 * @returns the value after, or undefined where the step does not fit it
 */
export function applyStep(data: unknown, step: GroupStep): unknown {
  const key = step.path.at(-1);
  if (key === undefined) return undefined;
  const after = structuredClone(data);
  const parent = valueAt(after, step.path.slice(0, -1)) as Record<string | number, unknown>;
  const value = valueAt(after, step.path);
  if (value === undefined) return undefined;
  switch (step.op) {
    case "wrap": {
      const made = { ...step.beside, [step.key]: value };
      parent[key] = step.list ? [made] : made;
      return after;
    }
    case "rewrite":
      parent[key] = step.to;
      return after;
    case "join": {
      const there = parent[step.to] ?? [];
      if (Array.isArray(parent) || !Array.isArray(value) || !Array.isArray(there)) return undefined;
      delete parent[key];
      parent[step.to] = step.at === "start" ? [...value, ...there] : [...there, ...value];
      return after;
    }
  }
}
