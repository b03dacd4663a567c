import { isMapping } from "../../../core/json.ts";
import { applyJsonPatch } from "./json-patch.ts";
import {
  allKeysOf,
  idOf,
  keyOf,
  kindOf,
  nameOf,
  namespaceOf,
  setValue,
  storePreviousId,
} from "./item.ts";
import type { Item } from "./item.ts";
import { mappingsOf, stringsOf } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { documentSource, readInline, readItems, resolveFile } from "./load.ts";
import { MergeError, mergePatch } from "./merge.ts";
import {
  checkForm,
  failOnEmptyPatch,
  failOnMisfit,
  failOnOperations,
  failOnSelector,
  failOnSeveralObjects,
  failWithoutTarget,
  isReadablePatch,
} from "../rules/kustomize/bad-patch/rule.ts";
import { failOnTarget, noteTarget } from "../rules/kustomize/patch-target/rule.ts";
import type { Scope } from "./scope.ts";
import { compileTarget, readSelector } from "./selector.ts";
import type { Selector } from "./selector.ts";
import { isUnwritten, within } from "./source.ts";
import type { Source } from "./source.ts";

/** A patch as a kustomization names it: objects to merge, or JSON 6902 operations. */
interface Patch {
  readonly objects: readonly Item[];
  readonly operations?: { readonly value: unknown; readonly source: Source };
  readonly target?: Target;
  readonly source: Source;
  readonly renames: boolean;
  readonly changesKind: boolean;
}

interface Target {
  readonly selects: (item: Item) => boolean;
  readonly selector: Selector;
}

/** Applies patchesStrategicMerge, then patches. */
export function applyPatches(scope: Scope, kustomization: Kustomization, items: Item[]): Item[] {
  for (const { value, source } of stringsOf(kustomization, "patchesStrategicMerge")) {
    items = applyPatch(scope, items, {
      objects: readMergePatch(scope, kustomization, value, source),
      source,
      renames: false,
      changesKind: false,
    });
  }
  for (const { value, source } of mappingsOf(kustomization, "patches")) {
    const patch = readPatch(scope, kustomization, value, source);
    if (patch) items = applyPatch(scope, items, patch);
  }
  return items;
}

/** Applies patchesJson6902, which kustomize does after names and labels. */
export function applyJsonPatches(
  scope: Scope,
  kustomization: Kustomization,
  items: Item[],
): Item[] {
  for (const { value, source } of mappingsOf(kustomization, "patchesJson6902")) {
    const patch = readPatch(scope, kustomization, value, source);
    if (patch?.operations && !patch.target) failWithoutTarget(scope, source);
    else if (patch) items = applyPatch(scope, items, patch);
  }
  return items;
}

function readMergePatch(
  scope: Scope,
  kustomization: Kustomization,
  text: string,
  source: Source,
): Item[] {
  if (text.includes("\n") || text.includes(": ")) {
    const inline = readInline(scope.tree, text, source);
    return readItems(scope, inline.file, inline.source, source);
  }
  const path = resolveFile(scope, kustomization.folder, text, source, "patch");
  if (path === undefined) return [];
  const file = scope.tree.parse(path)!;
  return readItems(scope, file, documentSource(file), source);
}

function readPatch(
  scope: Scope,
  kustomization: Kustomization,
  entry: Record<string, unknown>,
  source: Source,
): Patch | undefined {
  const inline = typeof entry["patch"] === "string" ? entry["patch"].trim() : "";
  const path = typeof entry["path"] === "string" ? entry["path"] : "";
  if (!checkForm(scope, path, inline, source)) return undefined;
  const options = isMapping(entry["options"]) ? entry["options"] : {};
  const base = {
    source,
    renames: options["allowNameChange"] === true,
    changesKind: options["allowKindChange"] === true,
  };
  let target: Patch["target"];
  if (isMapping(entry["target"])) {
    const selector = readSelector(entry["target"]);
    const compiled = compileTarget(selector);
    if (typeof compiled === "string") {
      failOnSelector(scope, compiled, within(source, "target"));
      return undefined;
    }
    target = { selects: compiled, selector };
  }
  const holder = within(source, inline === "" ? "path" : "patch");
  const text =
    inline === "" ? resolveFile(scope, kustomization.folder, path, holder, "patch") : undefined;
  if (inline === "" && text === undefined) return undefined;
  const { file, source: origin } =
    text === undefined
      ? readInline(scope.tree, entry["patch"] as string, holder)
      : { file: scope.tree.parse(text)!, source: documentSource(scope.tree.parse(text)!) };
  const document = file.documents[0];
  if (Array.isArray(document?.value)) {
    if (!isReadablePatch(text === undefined ? inline : (scope.tree.text(text) ?? ""))) {
      failOnOperations(scope, holder);
      return undefined;
    }
    return {
      ...base,
      objects: [],
      operations: { value: document.value, source: origin(document) },
      target,
    };
  }
  const objects = readItems(scope, file, origin, holder);
  if (objects.length === 0) {
    if (
      file.documents.every(({ problems }) => problems.length === 0) &&
      !file.documents.some(({ value }) => isMapping(value))
    ) {
      failOnEmptyPatch(scope, holder);
    }
    return undefined;
  }
  return { ...base, objects, target };
}

function applyPatch(scope: Scope, items: Item[], patch: Patch): Item[] {
  if (patch.operations) {
    if (!patch.target) failWithoutTarget(scope, patch.source);
    else
      for (const item of selectItems(scope, items, patch.target, patch.source))
        applyOperations(scope, item, patch);
    return items;
  }
  if (patch.target) {
    if (patch.objects.length > 1) {
      failOnSeveralObjects(scope, patch.source);
      return items;
    }
    const selected = selectItems(scope, items, patch.target, patch.source);
    return items.filter(
      (item) => !selected.includes(item) || mergeInto(scope, item, patch.objects[0]!, patch),
    );
  }
  for (const object of patch.objects) {
    const key = keyOf(idOf(object));
    const matching = items.filter((item) => allKeysOf(item).includes(key));
    if (matching.length !== 1) {
      failOnTarget(scope, object, matching.length);
      continue;
    }
    const [item] = matching;
    if (!mergeInto(scope, item!, object, patch)) items = items.filter((other) => other !== item);
  }
  return items;
}

function selectItems(
  scope: Scope,
  items: readonly Item[],
  { selects, selector }: Target,
  source: Source,
): Item[] {
  const selected = items.filter(selects);
  noteTarget(scope, selector, within(source, "target"), items, selected.length > 0);
  return selected;
}

function applyOperations(scope: Scope, item: Item, patch: Patch): void {
  storePreviousId(item);
  const wrong = applyJsonPatch(item, patch.operations!.value, patch.operations!.source);
  if (wrong) failOnMisfit(scope, item, wrong.message, wrong.source);
}

/** @returns false where the patch deletes the object */
function mergeInto(
  scope: Scope,
  item: Item,
  object: Item,
  { renames, changesKind }: Patch,
): boolean {
  const before = {
    apiVersion: item.data["apiVersion"],
    kind: kindOf(item),
    name: nameOf(item),
    namespace: namespaceOf(item),
  };
  if (renames || changesKind) storePreviousId(item);
  const { apiVersion: _, kind, metadata, ...rest } = object.data;
  const patch: Record<string, unknown> = { ...rest, ...(changesKind ? { kind } : {}) };
  if (isMapping(metadata)) {
    const { name, namespace: __, ...others } = metadata;
    patch["metadata"] = renames ? { ...others, name } : others;
  }
  let merged: Record<string, unknown> | undefined;
  try {
    merged = mergePatch(item.data, patch, object.source, (path) =>
      isUnwritten(item.data, item.source, path),
    );
  } catch (error) {
    if (!(error instanceof MergeError)) throw error;
    failOnMisfit(scope, item, error.message, within(object.source, ...error.path));
    return true;
  }
  if (merged === undefined || Object.keys(merged).length === 0) return false;
  item.data = merged;
  if (item.data["apiVersion"] !== before.apiVersion)
    setValue(item, ["apiVersion"], before.apiVersion, item.source);
  if (!changesKind && kindOf(item) !== before.kind)
    setValue(item, ["kind"], before.kind, item.source);
  if (!renames && nameOf(item) !== before.name)
    setValue(item, ["metadata", "name"], before.name, item.source);
  if (before.namespace !== "" && namespaceOf(item) !== before.namespace)
    setValue(item, ["metadata", "namespace"], before.namespace, item.source);
  return true;
}
