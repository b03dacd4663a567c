import { asText, isMapping } from "../../../core/json.ts";
import {
  isInside,
  isRemote,
  resolveAnyFile,
  resolveFile,
  resolvePath,
  readItems,
  documentSource,
} from "./load.ts";
import { absorbInto, generateItem } from "./generate.ts";
import { applyImages } from "./images.ts";
import { DEFAULT_CONFIG, EMPTY_CONFIG, joinConfigs, readConfig } from "./field-specs.ts";
import type { Config } from "./field-specs.ts";
import { allKeysOf, branchItem, idOf, keyOf } from "./item.ts";
import type { Item } from "./item.ts";
import { mappingsOf, readKustomization, sourceOf, stringsOf } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { applyJsonPatches, applyPatches } from "./patch.ts";
import { readSteps } from "./plugins.ts";
import { applyReplacements } from "./replacements.ts";
import {
  failOnEntry,
  failOnNothing,
  failOnSeveral,
  failOnTaken,
} from "../rules/kustomize/bad-generator/rule.ts";
import { failOnSecond } from "../rules/kustomize/bad-variable/rule.ts";
import { failOnCycle } from "../rules/kustomize/cycle/rule.ts";
import { failOnDuplicate } from "../rules/kustomize/duplicate-id/rule.ts";
import { failOnPlainFolder } from "../rules/kustomize/missing-kustomization/rule.ts";
import { failOnMissingComponent } from "../rules/kustomize/missing-path/rule.ts";
import { failOnOutsideComponent } from "../rules/kustomize/outside-root/rule.ts";
import { failOnKind } from "../rules/kustomize/wrong-kind/rule.ts";
import { leaveOut } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { within } from "./source.ts";
import type { Source } from "./source.ts";
import { applyLabels, applyNames, applyNamespace, applyReplicas } from "./transform.ts";
import { collectVariables } from "./variables.ts";
import type { Variable } from "./variables.ts";

/** What a kustomization and all that it includes come to, before names are hashed and references follow. */
export interface Accumulation {
  items: Item[];
  config: Config;
  variables: Variable[];
}

/** A base that was rendered once and is shared by every kustomization that includes it. */
export interface Base {
  readonly accumulation: Accumulation;
  readonly scope: Scope;
  readonly folders: ReadonlySet<string>;
}

/** The kustomizations that are being rendered, outermost first, and the bases that are known. */
export interface Walk {
  readonly bases: Map<string, Base>;
  readonly chain: readonly string[];
  /** Folders that were rendered on the way. */
  readonly folders: Set<string>;
}

/** Renders a kustomization into an accumulation: an empty one, or that of the parent for a Component. */
export function accumulate(
  scope: Scope,
  kustomization: Kustomization,
  walk: Walk,
  into: Accumulation,
): Accumulation {
  const known = new Map(into.items.map((item) => [keyOf(idOf(item)), item]));
  const including: Including = { scope, kustomization, walk, into, known };
  for (const field of ["resources", "bases"]) {
    for (const { value, source } of stringsOf(kustomization, field))
      addResource(including, value, source);
  }
  const config = loadConfig(scope, kustomization);
  into.config =
    into.config === EMPTY_CONFIG && config === DEFAULT_CONFIG
      ? config
      : joinConfigs(into.config, config);
  runGenerators(scope, kustomization, into);
  for (const step of readSteps(scope, kustomization, "generators"))
    runGenerators(scope, step.kustomization, into);
  for (const { value, source } of stringsOf(kustomization, "components"))
    addComponent(scope, kustomization, walk, into, value, source);
  noteOpaque(scope, kustomization);
  transform(scope, kustomization, into.config, into);
  for (const step of readSteps(scope, kustomization, "transformers"))
    transform(scope, step.kustomization, step.config, into);
  addVariables(scope, into, collectVariables(scope, kustomization, into.items));
  return into;
}

/** Changes what is accumulated as a kustomization's fields say, in kustomize's order. */
function transform(
  scope: Scope,
  kustomization: Kustomization,
  config: Config,
  into: Accumulation,
): void {
  into.items = applyPatches(scope, kustomization, into.items);
  applyNamespace(scope, kustomization, config, into.items);
  applyNames(scope, kustomization, config, into.items);
  applyLabels(scope, kustomization, config, into.items);
  into.items = applyJsonPatches(scope, kustomization, into.items);
  applyReplicas(scope, kustomization, config, into.items);
  applyImages(scope, kustomization, config, into.items);
  applyReplacements(scope, kustomization, into.items);
}

export function emptyAccumulation(): Accumulation {
  return { items: [], config: EMPTY_CONFIG, variables: [] };
}

const OPAQUE = {
  helmCharts: "a Helm chart that kustomize inflates",
  helmChartInflationGenerator: "a Helm chart that kustomize inflates",
  validators: "a validator plugin",
} as const;

function noteOpaque(scope: Scope, kustomization: Kustomization): void {
  for (const [field, what] of Object.entries(OPAQUE)) {
    const value = kustomization.data[field];
    if (Array.isArray(value) && value.length > 0)
      leaveOut(scope, `${field}: ${what} is not rendered`, sourceOf(kustomization, field));
  }
  for (const { value, source } of stringsOf(kustomization, "validators"))
    if (!/\n|: /.test(value)) expectPath(scope, kustomization, value, source);
  for (const { value, source } of mappingsOf(kustomization, "helmCharts"))
    if (typeof value["valuesFile"] === "string") {
      const holder = within(source, "valuesFile");
      resolveAnyFile(scope, kustomization.folder, value["valuesFile"], holder, "values file");
    }
}

/** Reports a validator's file or folder that is not there. */
function expectPath(scope: Scope, { folder }: Kustomization, path: string, source: Source): void {
  const target = isRemote(path) ? undefined : resolvePath(folder, path);
  if (target !== undefined && scope.tree.isFolder(target)) return;
  resolveAnyFile(scope, folder, path, source, "validator");
}

function loadConfig(scope: Scope, kustomization: Kustomization): Config {
  let config = DEFAULT_CONFIG;
  for (const { value, source } of stringsOf(kustomization, "configurations")) {
    const path = resolveFile(scope, kustomization.folder, value, source, "configuration");
    if (path !== undefined)
      config = readConfig(config, scope.tree.parse(path)!.documents[0]?.value);
  }
  for (const { value, source } of stringsOf(kustomization, "crds"))
    resolveFile(scope, kustomization.folder, value, source, "CRD file");
  noteOpenapi(scope, kustomization);
  return config;
}

/** A schema of one's own changes how lists are merged. */
function noteOpenapi(scope: Scope, kustomization: Kustomization): void {
  const openapi = kustomization.data["openapi"];
  if (!isMapping(openapi) || typeof openapi["path"] !== "string") return;
  const source = sourceOf(kustomization, "openapi", "path");
  if (
    resolveFile(scope, kustomization.folder, openapi["path"], source, "OpenAPI file") === undefined
  )
    return;
  if (kustomization.data["patches"] || kustomization.data["patchesStrategicMerge"])
    leaveOut(scope, "openapi: patches that an OpenAPI file steers are rendered without it", source);
}

/** A kustomization whose resources are being added. */
interface Including {
  readonly scope: Scope;
  readonly kustomization: Kustomization;
  readonly walk: Walk;
  readonly into: Accumulation;
  /** What is there already, by key. */
  readonly known: Map<string, Item>;
}

function addResource(including: Including, path: string, source: Source): void {
  const { scope, kustomization } = including;
  const target = isRemote(path) ? undefined : resolvePath(kustomization.folder, path);
  if (target !== undefined && scope.tree.isFolder(target)) {
    addFolder(including, target, path, source);
    return;
  }
  const file = resolveFile(scope, kustomization.folder, path, source, "resource");
  if (file === undefined) return;
  const parsed = scope.tree.parse(file)!;
  appendItems(including, readItems(scope, parsed, documentSource(parsed), source));
}

function appendItems({ scope, into, known }: Including, items: readonly Item[]): void {
  for (const item of items) {
    const key = keyOf(idOf(item));
    const first = known.get(key);
    if (first) {
      failOnDuplicate(scope, item, first);
      continue;
    }
    known.set(key, item);
    into.items.push(item);
  }
}

/** Opens the kustomization of a folder, unless it is one that is being rendered already or holds one. */
function openFolder(
  scope: Scope,
  walk: Walk,
  folder: string,
  path: string,
  source: Source,
  kind: "Kustomization" | "Component",
): Kustomization | undefined {
  const visited = walk.chain.find((other) => isInside(other, folder));
  if (visited !== undefined) {
    failOnCycle(scope, path, folder, visited, source);
    return undefined;
  }
  const found = readKustomization(scope.tree, folder);
  if (!found) {
    failOnPlainFolder(scope, path, folder, source);
    return undefined;
  }
  scope.files.add(found.file);
  scope.problems.push(...found.problems);
  if (!found.kustomization || found.problems.length > 0)
    leaveOut(scope, `${found.file} cannot be used`, source);
  if (!found.kustomization) return undefined;
  const actual = found.kustomization.data["kind"] ?? "Kustomization";
  if ((actual === "Component") !== (kind === "Component")) {
    const field = kind === "Component" ? "resources" : "components";
    failOnKind(scope, path, asText(actual), field, source);
    return undefined;
  }
  return found.kustomization;
}

function addFolder(including: Including, folder: string, path: string, source: Source): void {
  const { scope, kustomization: parent, walk, into } = including;
  const chain = [...walk.chain, parent.folder];
  let base = walk.bases.get(folder);
  if (base && chain.some((outer) => [...base!.folders].some((inner) => isInside(outer, inner))))
    base = undefined;
  if (!base) {
    const kustomization = openFolder(
      scope,
      { ...walk, chain },
      folder,
      path,
      source,
      "Kustomization",
    );
    if (!kustomization) return;
    const own: Scope = {
      ...scope,
      problems: [],
      warnings: [],
      partial: [],
      empty: new Set(),
      files: new Set([kustomization.source.file]),
      absent: new Set(),
    };
    const folders = new Set([folder]);
    const accumulation = accumulate(
      own,
      kustomization,
      { bases: walk.bases, chain, folders },
      emptyAccumulation(),
    );
    for (const item of accumulation.items) item.owned = undefined;
    base = { accumulation, scope: own, folders };
    walk.bases.set(folder, base);
  }
  for (const inner of base.folders) walk.folders.add(inner);
  for (const file of base.scope.files) scope.files.add(file);
  for (const file of base.scope.empty) scope.empty.add(file);
  for (const path of base.scope.absent) scope.absent.add(path);
  scope.problems.push(...base.scope.problems);
  scope.warnings.push(...base.scope.warnings);
  scope.partial.push(...base.scope.partial);
  appendItems(including, base.accumulation.items.map(branchItem));
  into.config =
    into.config === EMPTY_CONFIG
      ? base.accumulation.config
      : joinConfigs(into.config, base.accumulation.config);
  addVariables(scope, into, base.accumulation.variables);
}

function addComponent(
  scope: Scope,
  parent: Kustomization,
  walk: Walk,
  into: Accumulation,
  path: string,
  source: Source,
): void {
  if (isRemote(path)) {
    leaveOut(scope, `component ${path} is not in this repository`, source);
    return;
  }
  const folder = resolvePath(parent.folder, path);
  if (folder === undefined || !scope.tree.isFolder(folder)) {
    if (folder === undefined) failOnOutsideComponent(scope, path, source);
    else failOnMissingComponent(scope, path, folder, source);
    return;
  }
  const chain = [...walk.chain, parent.folder];
  const component = openFolder(scope, { ...walk, chain }, folder, path, source, "Component");
  if (!component) return;
  walk.folders.add(folder);
  accumulate(scope, component, { ...walk, chain }, into);
}

function addVariables(scope: Scope, into: Accumulation, variables: readonly Variable[]): void {
  for (const variable of variables) {
    const first = into.variables.find(({ name }) => name === variable.name);
    if (first) failOnSecond(scope, variable.name, variable.source, first.source);
    else into.variables.push(variable);
  }
}

function runGenerators(scope: Scope, kustomization: Kustomization, into: Accumulation): void {
  for (const kind of ["ConfigMap", "Secret"] as const) {
    for (const entry of mappingsOf(
      kustomization,
      kind === "ConfigMap" ? "configMapGenerator" : "secretGenerator",
    )) {
      const load = (path: string, source: Source) => {
        const file = resolveAnyFile(scope, kustomization.folder, path, source, "file");
        return file === undefined ? undefined : (scope.tree.text(file) ?? ""); // of other files only the hash is unknown
      };
      const { item, problems } = generateItem(
        kind,
        entry,
        kustomization.data["generatorOptions"],
        load,
      );
      for (const { message, source } of problems) failOnEntry(scope, message, source);
      if (item) absorb(scope, into, item);
    }
  }
}

function absorb(scope: Scope, into: Accumulation, item: Item): void {
  const key = keyOf(idOf(item));
  const matching = into.items.filter((other) => allKeysOf(other).includes(key));
  const [old] = matching;
  if (matching.length > 1) failOnSeveral(scope, item, matching.length);
  else if (!old && item.behavior !== "create") failOnNothing(scope, item);
  else if (old && item.behavior === "create") failOnTaken(scope, item, old);
  else if (old) into.items[into.items.indexOf(old)] = absorbInto(old, item);
  else into.items.push(item);
}
