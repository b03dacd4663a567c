import { asText, isMapping, listOf } from "../../../core/json.ts";
import type { Item } from "./item.ts";
import { ownContainer, setValue } from "./item.ts";
import { traceCopy, traceEntry, within } from "./source.ts";
import type { Source } from "./source.ts";

type Container = Record<string, unknown> | unknown[];

/**
 * Applies RFC 6902 operations as kustomize does (evanphx/json-patch v4): replace makes a key that a mapping lacks, indexes may be
 * negative. Labels and annotations of metadata: kustomize keeps notes in annotations, so these always exist.
 * @param item changed in place
 * @param operations the patch
 * @param source where the patch was written
 * @returns what is wrong with the first operation that cannot be done, with its source
 */
export function applyJsonPatch(
  item: Item,
  operations: unknown,
  source: Source,
): { message: string; source: Source } | undefined {
  let index = 0;
  for (const operation of listOf(operations)) {
    const at = within(source, index++);
    const message = isMapping(operation)
      ? applyOperation(item, operation, at)
      : "an operation must be a mapping with op and path";
    if (message !== undefined) return { message, source: at };
  }
  return undefined;
}

function applyOperation(
  item: Item,
  operation: Record<string, unknown>,
  source: Source,
): string | undefined {
  const { op, path, from } = operation;
  if (typeof path !== "string") return "the operation has no path";
  switch (op) {
    case "add":
      return addAt(item, path, operation["value"] ?? null, within(source, "value"));
    case "remove":
      return removeAt(item, path, source);
    case "replace":
      return replaceAt(item, path, operation["value"] ?? null, within(source, "value"));
    case "test": {
      const found = readAt(item, path);
      if (typeof found === "string") return found;
      return sameJson(found.value ?? null, operation["value"] ?? null)
        ? undefined
        : `testing value ${path} failed`;
    }
    case "copy":
    case "move": {
      if (typeof from !== "string") return `${op} needs from`;
      const found = readAt(item, from);
      if (typeof found === "string") return found;
      const failed = op === "move" ? removeAt(item, from, source) : undefined;
      return failed ?? addAt(item, path, found.value, source);
    }
    default:
      return `unexpected kind of operation: ${asText(op)}`;
  }
}

function splitPointer(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Follows a pointer to the container that holds its last part. */
function findParent(
  item: Item,
  pointer: string,
): { parent: Container; path: (string | number)[]; key: string } | undefined {
  const parts = splitPointer(pointer);
  const key = parts.pop();
  if (key === undefined) return undefined;
  let value: unknown = item.data;
  const path: (string | number)[] = [];
  for (const part of parts) {
    const step = Array.isArray(value) ? indexIn(value, part, value.length) : part;
    if (step === undefined || typeof value !== "object" || value === null) return undefined;
    let next = Object.hasOwn(value, step)
      ? (value as Record<string | number, unknown>)[step]
      : undefined;
    if (
      (next === undefined || next === null) &&
      path.length === 1 &&
      path[0] === "metadata" &&
      part === "annotations"
    )
      next = {};
    value = next;
    path.push(step);
  }
  return typeof value === "object" && value !== null
    ? { parent: value as Container, path, key }
    : undefined;
}

function indexIn(list: readonly unknown[], text: string, size: number): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const index = Number(text) < 0 ? Number(text) + size : Number(text);
  return index >= 0 && index < size && size <= list.length + 1 ? index : undefined;
}

function missing(pointer: string): string {
  return `the object has no ${pointer}`;
}

function readAt(item: Item, pointer: string): { value: unknown } | string {
  if (pointer === "") return { value: item.data };
  const found = findParent(item, pointer);
  if (!found) return missing(pointer);
  if (!Array.isArray(found.parent)) return { value: found.parent[found.key] };
  const index = indexIn(found.parent, found.key, found.parent.length);
  return index === undefined ? missing(pointer) : { value: found.parent[index] };
}

function addAt(item: Item, pointer: string, value: unknown, source: Source): string | undefined {
  const found = findParent(item, pointer);
  if (!found) return missing(pointer.slice(0, Math.max(0, pointer.lastIndexOf("/"))) || "parent");
  if (!Array.isArray(found.parent)) {
    setValue(item, [...found.path, found.key], value, source);
    return undefined;
  }
  const size = found.parent.length;
  const index = found.key === "-" ? size : indexIn(found.parent, found.key, size + 1);
  if (index === undefined) return `${found.key} is no index of a list of ${size}`;
  replaceList(
    item,
    found.path,
    found.parent,
    (list) => list.toSpliced(index, 0, { value, origin: source }),
    source,
  );
  return undefined;
}

function removeAt(item: Item, pointer: string, source: Source): string | undefined {
  const found = findParent(item, pointer);
  if (!found) return missing(pointer);
  if (!Array.isArray(found.parent)) {
    if (!Object.hasOwn(found.parent, found.key)) return missing(pointer);
    delete (ownContainer(item, found.path, source) as Record<string, unknown>)[found.key];
    return undefined;
  }
  const index = indexIn(found.parent, found.key, found.parent.length);
  if (index === undefined) return missing(pointer);
  replaceList(item, found.path, found.parent, (list) => list.toSpliced(index, 1), source);
  return undefined;
}

function replaceAt(
  item: Item,
  pointer: string,
  value: unknown,
  source: Source,
): string | undefined {
  if (pointer === "") {
    if (!isMapping(value)) return "the whole object can only be replaced by a mapping";
    item.data = value;
    return undefined;
  }
  const found = findParent(item, pointer);
  if (!found) return missing(pointer);
  const key = Array.isArray(found.parent)
    ? indexIn(found.parent, found.key, found.parent.length)
    : found.key;
  if (key === undefined) return missing(pointer);
  setValue(item, [...found.path, key], value, source);
  return undefined;
}

interface Element {
  readonly value: unknown;
  readonly origin: Source | number;
}

/** Puts a changed copy of a list in its place and remembers where each element came from. */
function replaceList(
  item: Item,
  path: readonly (string | number)[],
  list: unknown[],
  change: (elements: Element[]) => Element[],
  source: Source,
): void {
  const elements = change(list.map((value, index) => ({ value, origin: index })));
  const result = elements.map((element) => element.value);
  traceCopy(result, list);
  elements.forEach((element, index) => traceEntry(result, index, element.origin));
  const parent = ownContainer(item, path.slice(0, -1), source) as Record<string | number, unknown>;
  parent[path.at(-1)!] = result;
}

function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(other, key) &&
      sameJson((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
  );
}
