import { isMapping, listOf } from "../../../core/json.ts";
import { findFields, mergeSpecs, selects, splitSpecPath } from "./field-specs.ts";
import type { Config, FieldSpec } from "./field-specs.ts";
import {
  idOf,
  isClusterScoped,
  kindOf,
  originalIdOf,
  setValue,
  splitApiVersion,
  storePreviousId,
  textOf,
} from "./item.ts";
import type { Item } from "./item.ts";
import { mappingsOf, pairsOf, sourceOf, textField } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { failOnBlocked, failOnHolder } from "../rules/kustomize/field-path/rule.ts";
import { checkConflicts } from "../rules/kustomize/id-conflict/rule.ts";
import { failOnReplicas } from "../rules/kustomize/no-match/rule.ts";
import type { Scope } from "./scope.ts";
import { valueAt } from "../../../core/path.ts";
import type { Path } from "../../../core/path.ts";
import type { Source } from "./source.ts";
import { within } from "./source.ts";

/** The specs that are for an object's kind. */
export function specsFor(specs: readonly FieldSpec[], item: Item): FieldSpec[] {
  const { group, version } = splitApiVersion(textOf(item.data["apiVersion"]));
  const kind = kindOf(item);
  return specs.filter((spec) => selects(spec, group, version, kind));
}

function fieldsOf(
  scope: Scope,
  item: Item,
  spec: FieldSpec,
  create: boolean,
  source: Source,
): readonly Path[] {
  const { paths, blocked } = findFields(
    item.data,
    splitSpecPath(spec.path),
    create && spec.create === true,
  );
  if (blocked) failOnBlocked(scope, item, spec.path, source);
  return paths;
}

/** Puts every namespaced object into the kustomization's namespace. */
export function applyNamespace(
  scope: Scope,
  kustomization: Kustomization,
  config: Config,
  items: readonly Item[],
): void {
  const namespace = textField(kustomization, "namespace");
  if (namespace === "") return;
  const source = sourceOf(kustomization, "namespace");
  const set = (item: Item, path: Path) => {
    if (valueAt(item.data, path) !== namespace) setValue(item, path, namespace, source);
  };
  for (const item of items) {
    storePreviousId(item);
    const id = idOf(item);
    if (!isClusterScoped(id)) set(item, ["metadata", "namespace"]);
    const binding = id.kind === "RoleBinding" || id.kind === "ClusterRoleBinding";
    for (const spec of specsFor(config.namespace, item)) {
      if (
        spec.path === "metadata/namespace" ||
        (spec.path === "metadata/name" && item.data["apiVersion"] !== "v1")
      )
        continue;
      if (binding && spec.path === "subjects/namespace") continue;
      for (const path of fieldsOf(scope, item, spec, true, source)) set(item, path);
    }
    if (!binding) continue;
    listOf(item.data["subjects"]).forEach((subject, index) => {
      if (isMapping(subject) && subject["name"] === "default")
        set(item, ["subjects", index, "namespace"]);
    });
  }
  checkConflicts(scope, items, source);
}

function isNeverRenamed({ group, kind }: { group: string; kind: string }): boolean {
  return (
    kind === "CustomResourceDefinition" ||
    kind === "Namespace" ||
    (kind === "APIService" && group === "apiregistration.k8s.io")
  );
}

/** Applies namePrefix and nameSuffix. */
export function applyNames(
  scope: Scope,
  kustomization: Kustomization,
  config: Config,
  items: readonly Item[],
): void {
  for (const field of ["namePrefix", "nameSuffix"] as const) {
    const affix = textField(kustomization, field);
    if (affix === "") continue;
    const source = sourceOf(kustomization, field);
    for (const item of items) {
      const original = originalIdOf(item);
      if (isNeverRenamed(original)) continue;
      for (const spec of config[field]) {
        if (!selects(spec, original.group, original.version, original.kind)) continue;
        if (spec.path === "metadata/name") {
          if (field === "namePrefix") item.prefixes = [...item.prefixes, affix];
          else item.suffixes = [...item.suffixes, affix];
          storePreviousId(item);
        }
        for (const path of fieldsOf(scope, item, spec, true, source)) {
          const name = textOf(valueAt(item.data, path));
          setValue(item, path, field === "namePrefix" ? affix + name : name + affix, source);
        }
      }
    }
  }
}

const METADATA_LABELS: readonly FieldSpec[] = [{ path: "metadata/labels", create: true }];

/** Applies labels, commonLabels and commonAnnotations. */
export function applyLabels(
  scope: Scope,
  kustomization: Kustomization,
  config: Config,
  items: readonly Item[],
): void {
  for (const { value, source } of mappingsOf(kustomization, "labels")) {
    const own = listOf(value["fields"]).flatMap((field) =>
      isMapping(field) && typeof field["path"] === "string" ? [field as unknown as FieldSpec] : [],
    );
    let specs = mergeSpecs(own, config.labels);
    if (value["includeSelectors"] === true) specs = mergeSpecs(specs, config.commonLabels);
    else {
      if (value["includeTemplates"] === true) specs = mergeSpecs(specs, config.templateLabels);
      specs = mergeSpecs(specs, METADATA_LABELS);
    }
    setPairs(scope, items, specs, value["pairs"], within(source, "pairs"));
  }
  setPairs(
    scope,
    items,
    config.commonLabels,
    kustomization.data["commonLabels"],
    sourceOf(kustomization, "commonLabels"),
  );
  setPairs(
    scope,
    items,
    config.commonAnnotations,
    kustomization.data["commonAnnotations"],
    sourceOf(kustomization, "commonAnnotations"),
  );
}

function setPairs(
  scope: Scope,
  items: readonly Item[],
  specs: readonly FieldSpec[],
  pairs: unknown,
  source: Source,
): void {
  const sorted = pairsOf(pairs);
  if (sorted.length === 0) return;
  for (const item of items) {
    const holders = specsFor(specs, item).flatMap((spec) =>
      fieldsOf(scope, item, spec, true, source),
    );
    for (const [key, value] of sorted)
      setPair(scope, item, holders, key, value, within(source, key));
  }
}

function setPair(
  scope: Scope,
  item: Item,
  holders: readonly Path[],
  key: string,
  value: string,
  source: Source,
): void {
  const added: Path[] = [];
  for (const path of holders) {
    const holder = valueAt(item.data, path);
    if (holder !== undefined && holder !== null && !isMapping(holder)) {
      failOnHolder(scope, item, path, source);
      continue;
    }
    const own = [...path, key];
    const exists = holder?.[key] !== undefined;
    if (!exists) added.push(own);
    for (const place of exists ? linkedTo(item, own) : [own]) {
      if (valueAt(item.data, place) !== value) setValue(item, place, value, source);
    }
  }
  if (added.length > 1) item.linked = [...item.linked, added];
}

function linkedTo(item: Item, path: Path): readonly Path[] {
  const text = path.join("\0");
  const group = item.linked.find((paths) => paths.some((other) => other.join("\0") === text));
  return group?.filter((other) => valueAt(item.data, other) !== undefined) ?? [path];
}

/** Applies replicas. */
export function applyReplicas(
  scope: Scope,
  kustomization: Kustomization,
  config: Config,
  items: readonly Item[],
): void {
  for (const { value, source } of mappingsOf(kustomization, "replicas")) {
    const name = textOf(value["name"]);
    let found = false;
    for (const item of items) {
      const id = idOf(item);
      for (const spec of config.replicas) {
        const named = [id, ...item.previous].some(
          (other) => other.name === name && selects(spec, id.group, id.version, other.kind),
        );
        if (!named) continue;
        found = true;
        if (!selects(spec, id.group, id.version, id.kind)) continue;
        for (const path of fieldsOf(scope, item, spec, true, source))
          setValue(item, path, value["count"] ?? 0, within(source, "count"));
      }
    }
    if (!found) {
      failOnReplicas(scope, name, source);
    }
  }
}
