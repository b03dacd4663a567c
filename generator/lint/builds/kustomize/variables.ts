import { asText, isMapping } from "../../../core/json.ts";
import { valueAt } from "../../../core/path.ts";
import { findFields, splitSpecPath } from "./field-specs.ts";
import type { Config } from "./field-specs.ts";
import { findPaths, splitFieldPath } from "./field-path.ts";
import { effectiveNamespace, idOf, setValue, splitApiVersion, textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { mappingsOf } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { failOnNoValue, failOnSeveral } from "../rules/kustomize/bad-variable/rule.ts";
import type { Scope } from "./scope.ts";
import type { Source } from "./source.ts";
import { specsFor } from "./transform.ts";

/** One of the deprecated `vars`. */
export interface Variable {
  readonly name: string;
  readonly fieldPath: string;
  readonly source: Source;
}

/** Reads vars and marks the objects that their values come from, while these still have the names that vars know. */
export function collectVariables(
  scope: Scope,
  kustomization: Kustomization,
  items: readonly Item[],
): Variable[] {
  return mappingsOf(kustomization, "vars").flatMap(({ value, source }) => {
    const target = isMapping(value["objref"]) ? value["objref"] : {};
    const name = textOf(value["name"]);
    const matching = items.filter((item) => isTarget(item, target));
    if (matching.length > 1) failOnSeveral(scope, name, matching.length, source);
    else if (matching[0]) matching[0].variables = [...matching[0].variables, name];
    const fieldPath = isMapping(value["fieldref"])
      ? textOf(value["fieldref"]["fieldPath"] ?? value["fieldref"]["fieldpath"])
      : "";
    return [{ name, fieldPath: fieldPath || "metadata.name", source }];
  });
}

function isTarget(item: Item, target: Readonly<Record<string, unknown>>): boolean {
  const id = idOf(item);
  const own = splitApiVersion(textOf(target["apiVersion"]));
  const group = textOf(target["group"]) || own.group;
  const version = textOf(target["version"]) || own.version;
  if (group !== id.group || version !== id.version) return false;
  const namespace = textOf(target["namespace"]);
  return [id, ...item.previous].some(
    ({ kind, name, namespace: other }) =>
      kind === textOf(target["kind"]) &&
      name === textOf(target["name"]) &&
      (namespace === "" || namespace === (other || effectiveNamespace(id))),
  );
}

/** Puts the values of vars where `$(NAME)` stands. */
export function resolveVariables(
  scope: Scope,
  config: Config,
  variables: readonly Variable[],
  items: readonly Item[],
): void {
  const values = new Map<string, unknown>();
  for (const { name, fieldPath, source } of variables) {
    const holder = items.find((item) => item.variables.includes(name));
    const parts = splitFieldPath(fieldPath.replaceAll(/\[(\d+)\]/g, ".$1"));
    const paths =
      holder && typeof parts !== "string" ? findPaths(holder.data, parts, undefined) : [];
    if (typeof paths === "string" || paths.length === 0) failOnNoValue(scope, name, source);
    else values.set(name, valueAt(holder!.data, paths[0]!));
  }
  if (values.size === 0) return;
  const origins = new Map(variables.map(({ name, source }) => [name, source]));
  for (const item of items) {
    for (const spec of specsFor(config.varReference, item)) {
      for (const path of findFields(item.data, splitSpecPath(spec.path), false).paths) {
        const value = valueAt(item.data, path);
        const keys = Array.isArray(value)
          ? value.map((_, index) => index)
          : isMapping(value)
            ? Object.keys(value)
            : undefined;
        for (const at of keys ? keys.map((key) => [...path, key]) : [path]) {
          const text = valueAt(item.data, at);
          if (typeof text !== "string" || !text.includes("$")) continue;
          const expanded = expand(text, values);
          if (expanded !== text) setValue(item, at, expanded, origins.values().next().value!);
        }
      }
    }
  }
}

/** A text that is one reference takes the value's type; `$$` is a dollar sign. */
function expand(text: string, values: ReadonlyMap<string, unknown>): unknown {
  const whole = /^\$\(([^)]*)\)$/.exec(text);
  if (whole) return isSingle(values.get(whole[1]!)) ? values.get(whole[1]!) : text;
  return text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (match, name: string | undefined) => {
    if (name === undefined) return "$";
    const value = values.get(name);
    return isSingle(value) ? asText(value) : match;
  });
}

function isSingle(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "object";
}
