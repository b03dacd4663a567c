import { isMapping, listOf } from "../../../core/json.ts";
import { valueAt } from "../../../core/path.ts";
import type { Path } from "../../../core/path.ts";
import { idOf, metadataOf, setValue, splitApiVersion, textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { mappingsOf } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { documentSource, resolveFile } from "./load.ts";
import {
  failOnDelimiter,
  failOnFieldPath,
  failOnPart,
  failOnParts,
  failOnSourceShape,
  failOnTargetShape,
} from "../rules/kustomize/bad-replacement/rule.ts";
import { failOnField, failOnSource } from "../rules/kustomize/no-match/rule.ts";
import type { Scope } from "./scope.ts";
import { findPaths, splitFieldPath } from "./field-path.ts";
import { compileLabels, readSelector } from "./selector.ts";
import type { Selector } from "./selector.ts";
import { within } from "./source.ts";
import type { Source } from "./source.ts";

/** Applies replacements: copies values from one object into others. */
export function applyReplacements(
  scope: Scope,
  kustomization: Kustomization,
  items: readonly Item[],
): void {
  for (const { value, source } of mappingsOf(kustomization, "replacements")) {
    if (typeof value["path"] !== "string") {
      applyReplacement(scope, value, source, items);
      continue;
    }
    const path = resolveFile(
      scope,
      kustomization.folder,
      value["path"],
      within(source, "path"),
      "replacement",
    );
    if (path === undefined) continue;
    const file = scope.tree.parse(path)!;
    const document = file.documents[0];
    if (!document) continue;
    const root = documentSource(file)(document);
    if (isMapping(document.value)) applyReplacement(scope, document.value, root, items);
    listOf(document.value).forEach((entry, index) => {
      if (isMapping(entry)) applyReplacement(scope, entry, within(root, index), items);
    });
  }
}

function applyReplacement(
  scope: Scope,
  entry: Readonly<Record<string, unknown>>,
  source: Source,
  items: readonly Item[],
): void {
  const found = readValue(scope, entry, source, items);
  if (!found) return;
  listOf(entry["targets"]).forEach((target, index) => {
    const at = within(source, "targets", index);
    if (!isMapping(target) || !isMapping(target["select"])) failOnTargetShape(scope, at);
    else applyToTarget(scope, found.value, target, at, items);
  });
}

function readValue(
  scope: Scope,
  entry: Readonly<Record<string, unknown>>,
  source: Source,
  items: readonly Item[],
): { value: unknown } | undefined {
  if (
    !Array.isArray(entry["targets"]) ||
    (entry["source"] === undefined && entry["sourceValue"] === undefined)
  ) {
    failOnParts(scope, source);
    return undefined;
  }
  if (typeof entry["sourceValue"] === "string") return { value: entry["sourceValue"] };
  const at = within(source, "source");
  if (!isMapping(entry["source"])) {
    failOnSourceShape(scope, at);
    return undefined;
  }
  const selector = readSelector(entry["source"]);
  const matching = items.filter((item) => isSelected(item, selector));
  if (matching.length !== 1) {
    failOnSource(scope, matching.length, at);
    return undefined;
  }
  const fieldPath = textOf(entry["source"]["fieldPath"]) || "metadata.name";
  const parts = splitFieldPath(fieldPath);
  // Of a source kustomize passes over parts that say nothing, of a target not
  const said = typeof parts === "string" ? [] : parts.map((part) => part.trim()).filter(Boolean);
  const paths = typeof parts === "string" ? [] : findPaths(matching[0]!.data, said, undefined);
  const value =
    typeof paths === "string" || paths.length === 0
      ? undefined
      : valueAt(matching[0]!.data, paths[0]!);
  if (value === undefined || value === null || isEmpty(value)) {
    failOnField(scope, matching[0]!, fieldPath, at);
    return undefined;
  }
  const options = isMapping(entry["source"]["options"]) ? entry["source"]["options"] : {};
  const delimiter = textOf(options["delimiter"]);
  if (delimiter === "") return { value };
  const index = Number(options["index"] ?? 0);
  const part = typeof value === "object" ? undefined : textOf(value).split(delimiter)[index];
  if (part === undefined) {
    failOnPart(scope, fieldPath, index, delimiter, at);
    return undefined;
  }
  return { value: part };
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Names and namespaces match as they were or as they are. */
function isSelected(item: Item, selector: Selector): boolean {
  const { group, version } = splitApiVersion(textOf(item.data["apiVersion"]));
  if (
    (selector.group && selector.group !== group) ||
    (selector.version && selector.version !== version)
  )
    return false;
  return [idOf(item), ...item.previous].some(
    ({ kind, name, namespace }) =>
      (!selector.kind || selector.kind === kind) &&
      (!selector.name || selector.name === name) &&
      (!selector.namespace || selector.namespace === (namespace || "default")),
  );
}

function applyToTarget(
  scope: Scope,
  value: unknown,
  target: Readonly<Record<string, unknown>>,
  source: Source,
  items: readonly Item[],
): void {
  const select = readSelector(target["select"]);
  const rejects = listOf(target["reject"]).map(readSelector);
  const options = isMapping(target["options"]) ? target["options"] : {};
  const fields =
    listOf(target["fieldPaths"]).length > 0
      ? listOf(target["fieldPaths"]).map(textOf)
      : ["metadata.name"];
  for (const item of items) {
    if (!matchesLabels(item, select) || !isSelected(item, select)) continue;
    if (
      rejects.some(
        (reject) =>
          (reject.labelSelector || reject.annotationSelector) && matchesLabels(item, reject),
      )
    )
      continue;
    if (rejects.some((reject) => hasId(reject) && isSelected(item, reject))) continue;
    fields.forEach((field, index) => {
      const at = within(source, "fieldPaths", index);
      const parts = splitFieldPath(field);
      const paths =
        typeof parts === "string"
          ? parts
          : findPaths(item.data, parts, options["create"] === true ? value : undefined);
      if (typeof paths === "string") failOnFieldPath(scope, paths, at);
      else if (paths.length === 0) failOnField(scope, item, field, at);
      else for (const path of paths) setTarget(scope, item, path, value, options, at);
    });
  }
}

function hasId({ group, version, kind, name, namespace }: Selector): boolean {
  return [group, version, kind, name, namespace].some((part) => part !== undefined);
}

function matchesLabels(item: Item, selector: Selector): boolean {
  const labels = compileLabels(selector.labelSelector ?? "");
  const annotations = compileLabels(selector.annotationSelector ?? "");
  if (typeof labels === "string" || typeof annotations === "string") return false;
  return labels(metadataOf(item)["labels"]) && annotations(metadataOf(item)["annotations"]);
}

function setTarget(
  scope: Scope,
  item: Item,
  path: Path,
  value: unknown,
  options: Readonly<Record<string, unknown>>,
  source: Source,
): void {
  const before = valueAt(item.data, path);
  const delimiter = textOf(options["delimiter"]);
  let text = value;
  if (delimiter !== "") {
    if (typeof before === "object" && before !== null) {
      failOnDelimiter(scope, path, source);
      return;
    }
    const parts = textOf(before).split(delimiter);
    const index = Number(options["index"] ?? 0);
    if (index < 0) parts.unshift(textOf(value));
    else if (index >= parts.length) parts.push(textOf(value));
    else parts[index] = textOf(value);
    text = parts.join(delimiter);
  }
  setValue(item, path, likeBefore(before, text), source);
}

/** A single value keeps its type and takes the text; a new one is read as plain YAML would be. */
function likeBefore(before: unknown, value: unknown): unknown {
  if (typeof before === "object" && before !== null) return value;
  if (typeof value === "object" && value !== null)
    return before === undefined || before === null ? value : "";
  const text = textOf(value);
  if (typeof before === "string") return text;
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && Number.isSafeInteger(Math.trunc(Number(text)))
    ? Number(text)
    : text;
}
