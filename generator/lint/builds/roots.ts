import { posix } from "node:path";
import { listOf } from "../../core/json.ts";
import type { Resource } from "../../core/resource.ts";
import type { Role } from "../classify.ts";
import { findResources } from "../documents.ts";
import { isApplicationSet } from "./applicationset.ts";
import { isApplication } from "./argocd.ts";
import { isFluxKustomization } from "./flux.ts";
import { isFluxInstance } from "./flux-instance.ts";
import { isInside, isRemote, resolvePath } from "./kustomize/load.ts";
import { readKustomization } from "./kustomize/kustomization.ts";
import type { FolderTree } from "./tree.ts";

/** Where builds can start. */
export interface Roots {
  /** Folders of kustomizations that no other kustomization includes. */
  readonly kustomizations: string[];
  /** Those of them that apply Flux Kustomizations, Applications or ApplicationSets. */
  readonly engineKustomizations: string[];
  /** Folders whose own files hold such objects, outermost only, with these files. */
  readonly engineFolders: { folder: string; files: string[] }[];
  /** Files of manifests that no kustomization names. */
  readonly manifests: Set<string>;
  /** Files that Components name. */
  readonly componentFiles: string[];
  /** Files with CustomResourceDefinitions. */
  readonly definitions: string[];
}

/** Finds the folders that builds start from, reading no more than the kustomizations and the files that name an engine. */
export function findRoots(tree: FolderTree, roles: ReadonlyMap<string, Role>): Roots {
  const { includes, componentFiles } = readIncludes(tree, roles);
  const included = new Set([...includes.values()].flat());
  const named = (path: string) => included.has(path);
  const manifests = new Set<string>();
  const engineFiles = new Set<string>();
  const definitions: string[] = [];
  for (const [path, role] of roles) {
    if (role !== "manifest") continue;
    if (!named(path)) manifests.add(path);
    const text = tree.text(path) ?? "";
    if (text.includes("CustomResourceDefinition")) definitions.push(path);
    if (
      /kustomize\.toolkit\.fluxcd\.io|fluxcd\.controlplane\.io|flux-instance|argoproj\.io/.test(
        text,
      ) &&
      findResources(tree.parse(path)!).some(isEngineObject)
    )
      engineFiles.add(path);
  }
  const outermost = [...includes.keys()].filter((folder) => !named(folder));
  const kustomizations = [...outermost, ...findCircles(includes, outermost)].sort();
  const engineKustomizations = kustomizations.filter((folder) =>
    leadsTo(folder, includes, engineFiles),
  );
  return {
    kustomizations,
    engineKustomizations,
    engineFolders: groupOutermost(withNeighbours(engineFiles, manifests)),
    manifests,
    componentFiles: componentFiles.filter((path) => roles.get(path) === "manifest"),
    definitions,
  };
}

/** Does an engine make a build, or other such objects, of this one? */
export function isEngineObject(resource: Resource): boolean {
  return (
    isFluxKustomization(resource) ||
    isFluxInstance(resource) ||
    isApplication(resource) ||
    isApplicationSet(resource)
  );
}

/** For each folder with a kustomization that is no Component, the files and folders that it includes; and what Components do. */
function readIncludes(
  tree: FolderTree,
  roles: ReadonlyMap<string, Role>,
): { includes: Map<string, string[]>; componentFiles: string[] } {
  const includes = new Map<string, string[]>();
  const components = new Map<string, string[]>();
  for (const [path, role] of roles) {
    if (role !== "kustomization") continue;
    const folder = posix.dirname(path);
    const data = readKustomization(tree, folder)?.kustomization?.data ?? {};
    const paths = [
      "resources",
      "bases",
      "components",
      "crds",
      "generators",
      "transformers",
    ].flatMap((field) => listOf(data[field]));
    const resolved = paths.flatMap((entry) =>
      typeof entry === "string" && !isRemote(entry) ? [resolvePath(folder, entry)] : [],
    );
    // One that includes itself is no less a root, and a mistake to tell of
    const known = resolved
      .filter((entry) => entry !== undefined)
      .filter((entry) => entry !== folder);
    (data["kind"] === "Component" ? components : includes).set(folder, known);
  }
  for (const [folder, known] of components) if (known.length > 0) includes.set(folder, known);
  for (const folder of components.keys()) markIncluded(includes, folder);
  return { includes, componentFiles: [...components.values()].flat() };
}

/** A Component is never a root: some kustomization lists it, or it is unused. */
function markIncluded(includes: Map<string, string[]>, folder: string): void {
  includes.set(folder, [...(includes.get(folder) ?? []), folder]);
}

/** @returns a folder of each circle of kustomizations that no other one leads to: nothing else would render them */
function findCircles(
  includes: ReadonlyMap<string, readonly string[]>,
  outermost: readonly string[],
): string[] {
  const seen = new Set<string>();
  const visit = (folder: string): void => {
    if (seen.has(folder)) return;
    seen.add(folder);
    for (const inner of includes.get(folder) ?? []) visit(inner);
  };
  for (const folder of outermost) visit(folder);
  const starts: string[] = [];
  for (const [folder, inner] of includes) {
    if (seen.has(folder) || inner.includes(folder)) continue;
    starts.push(folder);
    visit(folder);
  }
  return starts;
}

function leadsTo(
  folder: string,
  includes: ReadonlyMap<string, readonly string[]>,
  wanted: ReadonlySet<string>,
): boolean {
  const seen = new Set<string>();
  const visit = (at: string): boolean => {
    if (wanted.has(at)) return true;
    if (seen.has(at)) return false;
    seen.add(at);
    return (includes.get(at) ?? []).some(visit);
  };
  return visit(folder);
}

/** What lies beside an engine's objects is applied with them: sources, settings for substitution. */
function withNeighbours(
  engineFiles: ReadonlySet<string>,
  manifests: ReadonlySet<string>,
): string[] {
  const folders = new Set(
    [...engineFiles].filter((path) => manifests.has(path)).map((path) => posix.dirname(path)),
  );
  return [...manifests].filter((path) => folders.has(posix.dirname(path)));
}

function groupOutermost(files: readonly string[]): { folder: string; files: string[] }[] {
  const folders = [...new Set(files.map((file) => posix.dirname(file)))].sort();
  const outermost = folders.filter(
    (folder) =>
      !folders.some((other) => other !== folder && other !== "." && isInside(folder, other)),
  );
  return outermost.map((folder) => ({
    folder,
    files: files
      .filter((file) => (folder === "." ? posix.dirname(file) === "." : isInside(file, folder)))
      .sort(),
  }));
}
