import { asText, isMapping } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import { KINDS, TYPES } from "./openapi-data.ts";
import type { FieldEntry } from "./openapi-data.ts";
import { mergeEntries } from "./merge-list.ts";
import type { ListEntry } from "./merge-list.ts";
import { traceCopy, traceEntry, within } from "./source.ts";
import type { Source } from "./source.ts";

/** A patch that cannot be laid over its target, in words. Thrown within this folder only. */
export class MergeError extends Error {
  readonly path: Path;
  constructor(message: string, path: Path) {
    super(message);
    this.path = path;
  }
}

/** How kustomize merges a value: a type of its OpenAPI, or a list with merge keys. Undefined replaces lists whole. */
export type MergeType = FieldEntry | undefined;

type Mapping = Record<string, unknown>;

/**
 * Lays a strategic merge patch over an object, as kustomize does (kyaml merge2): lists with merge keys of the built-in kinds are
 * merged with the patch's elements first, all other lists are replaced; null removes; `$patch` says delete, replace or merge.
 * `$setElementOrder`, `$retainKeys` and `$deleteFromPrimitiveList` mean nothing to kustomize and stay as they are.
 * @param target the object; not changed
 * @param patch the patch
 * @param source where the patch was written
 * @param isUnwritten tells whether a null of the target is only a key without a value; these kustomize drops when it merges
 * @returns the merged object, sharing what did not change; undefined when the patch deletes it
 * @throws MergeError for a patch that does not fit
 */
export function mergePatch(
  target: Mapping,
  patch: Mapping,
  source: Source,
  isUnwritten: (path: Path) => boolean = () => false,
): Mapping | undefined {
  return mergeMapping(target, patch, undefined, { source, isUnwritten }, [], []) as
    | Mapping
    | undefined;
}

interface Context {
  readonly source: Source;
  readonly isUnwritten: (path: Path) => boolean;
}

export function typeOfKind(value: unknown): MergeType {
  if (
    !isMapping(value) ||
    typeof value["kind"] !== "string" ||
    typeof value["apiVersion"] !== "string"
  )
    return undefined;
  const index = KINDS[`${value["apiVersion"]}/${value["kind"]}`];
  return index === undefined ? undefined : ["object", index];
}

function fieldType(type: MergeType, key: string): MergeType {
  if (!type || type[1] < 0) return undefined;
  if (type[0] === "map") return ["object", type[1]];
  const fields = TYPES[type[1]]!;
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** @returns the merged value; undefined where it is removed */
function mergeValue(
  target: unknown,
  patch: unknown,
  type: MergeType,
  context: Context,
  path: Path,
  own: Path,
): unknown {
  if (target === null && patch === undefined) return context.isUnwritten(own) ? undefined : null;
  const first = target ?? patch;
  if (isMapping(first)) {
    if (patch !== undefined && patch !== null && !isMapping(patch))
      throw mismatch(target, patch, path);
    return mergeMapping(target as Mapping | null | undefined, patch, type, context, path, own);
  }
  if (Array.isArray(first)) {
    if (patch !== undefined && patch !== null && !Array.isArray(patch))
      throw mismatch(target, patch, path);
    if (type?.[0] === "list") {
      return mergeList(
        target as unknown[] | null | undefined,
        patch as unknown[] | null | undefined,
        type,
        context,
        path,
        own,
      );
    }
    return patch === undefined ? target : (patch ?? undefined);
  }
  if (patch !== undefined && patch !== null && typeof patch === "object")
    throw mismatch(target, patch, path);
  return patch === undefined ? target : (patch ?? undefined);
}

function mismatch(target: unknown, patch: unknown, path: Path): MergeError {
  return new MergeError(
    `${path.join(".")} is ${shapeOf(patch)} in the patch and ${shapeOf(target)} in the object`,
    path,
  );
}

function shapeOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : isMapping(value) ? "a mapping" : "a single value";
}

function directiveOf(patch: Mapping, path: Path): "delete" | "replace" | "merge" | undefined {
  const directive = patch["$patch"];
  if (directive === undefined || directive === null) return undefined;
  if (directive === "delete" || directive === "replace" || directive === "merge") return directive;
  throw new MergeError(
    `unknown patch strategy '${asText(directive)}', must be delete, replace or merge`,
    [...path, "$patch"],
  );
}

function mergeMapping(
  target: Mapping | null | undefined,
  patch: Mapping | null | undefined,
  type: MergeType,
  context: Context,
  path: Path,
  own: Path,
): unknown {
  type ??= typeOfKind(target) ?? typeOfKind(patch);
  if (target === undefined || target === null)
    return patch ? addMapping(patch, type, context, path) : undefined;
  if (patch === null) return undefined;
  const directive = patch && directiveOf(patch, path);
  if (directive === "delete") return undefined;
  if (directive === "replace") return addMapping(patch!, type, context, path);
  let result = target;
  const set = (key: string, value: unknown, fromPatch: boolean) => {
    if (result === target) {
      result = { ...target };
      traceCopy(result, target);
    }
    if (value === undefined) delete result[key];
    else result[key] = value;
    if (fromPatch && value !== undefined)
      traceEntry(result, key, within(context.source, ...path, key));
  };
  for (const key of new Set([...Object.keys(target), ...Object.keys(patch ?? {})])) {
    if (key === "$patch") continue;
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    const change = patch && Object.hasOwn(patch, key) ? patch[key] : undefined;
    const after = mergeValue(
      before,
      change,
      fieldType(type, key),
      context,
      [...path, key],
      [...own, key],
    );
    if (
      after === before &&
      Object.hasOwn(target, key) &&
      (change === undefined || after !== undefined)
    )
      continue;
    if (after === undefined && !Object.hasOwn(target, key)) continue;
    set(
      key,
      after,
      change !== undefined &&
        (typeof before !== "object" ||
          before === null ||
          after === change ||
          directiveInside(change)),
    );
  }
  if (result === target && Object.hasOwn(target, "$patch")) return target;
  return result;
}

function directiveInside(change: unknown): boolean {
  return isMapping(change) && change["$patch"] === "replace";
}

/** A patch's mapping that has nothing to be laid over: nulls and directives go, the rest is taken as it is. */
function addMapping(
  patch: Mapping,
  type: MergeType,
  context: Context,
  path: Path,
): Mapping | undefined {
  if (directiveOf(patch, path) === "delete") return undefined;
  type ??= typeOfKind(patch);
  let result = patch;
  for (const [key, value] of Object.entries(patch)) {
    const added =
      key === "$patch" ? undefined : addValue(value, fieldType(type, key), context, [...path, key]);
    if (added === value) continue;
    if (result === patch) {
      result = { ...patch };
      traceCopy(result, patch);
    }
    if (added === undefined) delete result[key];
    else result[key] = added;
  }
  return result;
}

function addValue(value: unknown, type: MergeType, context: Context, path: Path): unknown {
  if (value === null) return undefined;
  if (isMapping(value)) return addMapping(value, type, context, path);
  if (Array.isArray(value) && type?.[0] === "list")
    return mergeList(undefined, value, type, context, path, path);
  return value;
}

function mergeList(
  target: unknown[] | null | undefined,
  patch: unknown[] | null | undefined,
  type: FieldEntry,
  context: Context,
  path: Path,
  own: Path,
): unknown[] | undefined {
  if (patch === null && target) return undefined;
  const element: MergeType = type[1] < 0 ? undefined : ["object", type[1]];
  const keys = type.slice(2) as string[];
  const given: ListEntry[] = (patch ?? []).map((value, index) => ({
    value,
    origin: within(context.source, ...path, index),
  }));
  const strategy = patch ? takeListDirective(given, path) : "merge";
  if (strategy === "delete") return undefined;
  const mine =
    target && strategy !== "replace"
      ? target.map((value, index): ListEntry => ({ value, origin: index }))
      : undefined;
  const merge = (ours: ListEntry | undefined, theirs: ListEntry | undefined): unknown => {
    const where =
      theirs && typeof theirs.origin === "object"
        ? theirs.origin.path.slice(context.source.path.length)
        : path;
    if (!mine || !ours) return addValue((theirs ?? ours)!.value, element, context, where);
    return mergeValue(
      ours.value,
      theirs?.value,
      element,
      context,
      where,
      typeof ours.origin === "number" ? [...own, ours.origin] : own,
    );
  };
  const entries = mergeEntries(mine ?? given, given, keys, merge);
  if (
    mine &&
    target &&
    entries.length === target.length &&
    entries.every((entry, index) => entry.value === target[index])
  )
    return target;
  if (
    !mine &&
    patch &&
    entries.length === patch.length &&
    entries.every((entry, index) => entry.value === patch[index])
  )
    return patch;
  const result = entries.map((entry) => entry.value);
  traceCopy(result, target ?? undefined);
  entries.forEach((entry, index) => traceEntry(result, index, entry.origin));
  return result;
}

/** A list's directive is an element of its own with nothing but `$patch`. */
function takeListDirective(entries: ListEntry[], path: Path): "delete" | "replace" | "merge" {
  const at = entries.findIndex(({ value }) => isMapping(value) && Object.hasOwn(value, "$patch"));
  if (at < 0) return "merge";
  const holder = entries[at]!.value as Mapping;
  if (Object.keys(holder).length > 1) return "merge";
  const directive = directiveOf(holder, [...path, at]) ?? "merge";
  for (let index = entries.length - 1; index >= 0; index--) {
    const { value } = entries[index]!;
    if (isMapping(value) && value["$patch"] === directive) entries.splice(index, 1);
  }
  return directive;
}
