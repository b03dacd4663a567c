import { dirname, join } from "node:path/posix";
import { isMapping, listOf } from "../core/json.ts";
import type { YamlFile } from "../yaml/types.ts";
import { findAssertions } from "./assertions.ts";

/**
 * What a file is for, as far as it decides how the file is checked.
 * - `manifest`: documents that a cluster may get; documents that are not Kubernetes objects are left alone one by one
 * - `kustomization`: a kustomization.yaml or Component
 * - `patch`: partial objects that a kustomization or an Argo CD Application lays over others
 * - `data`: read by something else: Helm values, chart templates, generator files, what tests compare with
 */
export type Role = "manifest" | "kustomization" | "patch" | "data";

const KUSTOMIZATION_NAMES = new Set(["kustomization.yaml", "kustomization.yml", "Kustomization"]);
const MANIFEST = /\.(ya?ml|json)$/i;

/** @returns whether lint reads a file of this name at all */
export function isLinted(path: string): boolean {
  return MANIFEST.test(path) || path.slice(path.lastIndexOf("/") + 1) === "Kustomization";
}

export function isKustomization(path: string): boolean {
  return KUSTOMIZATION_NAMES.has(path.slice(path.lastIndexOf("/") + 1));
}

/**
 * Says what each file is for, from its name, from the Helm charts around it and from what kustomizations name as patches and data.
 * @param paths every path of the tree
 * @param read gives a file of the tree, parsed
 */
export function classify(
  paths: Iterable<string>,
  read: (path: string) => YamlFile | undefined,
): Map<string, Role> {
  const roles = new Map<string, Role>();
  const charts = new Set<string>();
  for (const path of paths) {
    if (path === "Chart.yaml" || path.endsWith("/Chart.yaml")) charts.add(dirname(path));
    if (isLinted(path)) roles.set(path, isKustomization(path) ? "kustomization" : "manifest");
  }
  for (const path of roles.keys()) {
    if (belongsToChart(path, charts)) roles.set(path, "data");
  }
  for (const path of findAssertions(roles.keys(), read))
    if (roles.has(path)) roles.set(path, "data");
  const applied = new Set<string>();
  for (const [path, role] of roles) {
    if (role !== "kustomization") continue; // Flux and Argo CD carry their patches inline
    for (const document of read(path)?.documents ?? []) {
      for (const named of namedFiles(document.value)) {
        const target = join(dirname(path), named.path);
        if (roles.get(target) === "manifest") roles.set(target, named.role);
      }
      for (const resource of namedResources(document.value))
        applied.add(join(dirname(path), resource));
    }
  }
  for (const path of findUnusedPatches(roles, applied)) roles.set(path, "patch");
  return roles;
}

/** A patch that no kustomization lists any more is still no object of its own: its name says so, or the company that it keeps. */
function findUnusedPatches(
  roles: ReadonlyMap<string, Role>,
  applied: ReadonlySet<string>,
): string[] {
  const patchFolders = new Set(
    [...roles].flatMap(([path, role]) => (role === "patch" ? [dirname(path)] : [])),
  );
  const otherFolders = new Set([...applied].map((path) => dirname(path)));
  const hasKustomizations = [...roles.values()].includes("kustomization");
  return [...roles].flatMap(([path, role]) => {
    if (!hasKustomizations || role !== "manifest" || applied.has(path)) return [];
    const folder = dirname(path);
    const amongPatches = patchFolders.has(folder) && !otherFolders.has(folder);
    return amongPatches || PATCH_NAME.test(path) ? [path] : [];
  });
}

const PATCH_NAME = /(^|\/)patch(es)?\/|(^|[/._-])patch(es)?[._-][^/]*$/i;

function namedResources(value: unknown): string[] {
  if (!isMapping(value)) return [];
  return listOf(value["resources"]).filter((entry): entry is string => typeof entry === "string");
}

/** Chart.yaml's neighbours: templates and values are Helm's language; what lies in crds/ is plain. */
function belongsToChart(path: string, charts: ReadonlySet<string>): boolean {
  for (let folder = dirname(path); charts.size > 0; folder = dirname(folder)) {
    if (charts.has(folder)) return !path.startsWith(folder === "." ? "crds/" : `${folder}/crds/`);
    if (folder === "." || folder === "/") return false;
  }
  return false;
}

function namedFiles(value: unknown): { path: string; role: Role }[] {
  if (!isMapping(value)) return [];
  const named: { path: string; role: Role }[] = [];
  const add = (path: unknown, role: Role) => {
    if (typeof path === "string" && !path.includes("\n") && !path.includes("://"))
      named.push({ path, role });
  };
  for (const entry of listOf(value["patches"]))
    add(isMapping(entry) ? entry["path"] : undefined, "patch");
  for (const entry of listOf(value["patchesJson6902"]))
    add(isMapping(entry) ? entry["path"] : undefined, "patch");
  for (const entry of listOf(value["patchesStrategicMerge"])) add(entry, "patch");
  for (const entry of listOf(value["replacements"]))
    add(isMapping(entry) ? entry["path"] : undefined, "data");
  for (const field of ["configurations", "generators", "transformers", "validators"])
    for (const entry of listOf(value[field])) add(entry, "data");
  for (const entry of listOf(value["helmCharts"])) {
    if (!isMapping(entry)) continue;
    add(entry["valuesFile"], "data");
    for (const file of listOf(entry["additionalValuesFiles"])) add(file, "data");
  }
  for (const generator of [
    ...listOf(value["configMapGenerator"]),
    ...listOf(value["secretGenerator"]),
  ]) {
    if (!isMapping(generator)) continue;
    for (const file of listOf(generator["files"]))
      add(typeof file === "string" ? file.slice(file.indexOf("=") + 1) : undefined, "data");
  }
  return named;
}
