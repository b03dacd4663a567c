import { isMapping } from "../../../core/json.ts";
import type { Build } from "../../../core/build.ts";
import type { Finding } from "../../../core/finding.ts";
import type { Resource } from "../../../core/resource.ts";
import type { FolderTree } from "../tree.ts";
import { accumulate, emptyAccumulation } from "./accumulate.ts";
import type { Base } from "./accumulate.ts";
import { addHash } from "./generate.ts";
import { idOf, metadataOf, removeKey, setValue, textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { readKustomization } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { sortItems } from "./order.ts";
import { fixReferences } from "./references.ts";
import { leaveOut } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { isUnwritten, locateValue } from "./source.ts";
import { resolveVariables } from "./variables.ts";

/** What one kustomization renders to. */
export interface Rendered {
  readonly resources: readonly Resource[];
  /** Every file that was read, sorted. */
  readonly files: readonly string[];
  /** Files and folders that are named and are not there, sorted. */
  readonly absent: readonly string[];
  /** What `kustomize build` fails with. The same problem of a shared base is the same object in each render. */
  readonly problems: readonly Finding[];
  /** What kustomize ignores without a word; what `matched` holds is none in the end. */
  readonly warnings: readonly Finding[];
  readonly partial: Build["partial"];
}

export interface Renderer {
  /**
   * Renders the kustomization of a folder as `kustomize build` does.
   * @param folder repository-relative
   * @param given used instead of the folder's own kustomization.yaml, as Flux and Argo CD change it before they build
   * @returns undefined where the folder has no kustomization
   */
  render(folder: string, given?: Kustomization): Rendered | undefined;
}

/**
 * Makes a renderer of kustomizations that works on files in memory and renders each folder once.
 * @param tree the repository
 * @param options `restrict`: files must lie inside each kustomization's folder (kustomize, Argo CD); Flux allows the whole repository.
 * `stricter`: a renderer that restricts more: what it renders without a problem is the same here.
 * `matched`: gets the place (placeKey) of each selector that selects something in some render, since a Component has several
 */
export function createRenderer(
  tree: FolderTree,
  options: { restrict: boolean; stricter?: Renderer; matched?: Set<string> },
): Renderer {
  const matched = options.matched ?? new Set<string>();
  const bases = new Map<string, Base>();
  const known = new Map<string, Rendered | undefined>();
  const renderAsIs = (folder: string): Rendered | undefined => {
    const strict = options.stricter?.render(folder);
    return strict?.problems.length === 0 ? strict : renderAnew(folder);
  };
  const renderAnew = (folder: string, given?: Kustomization): Rendered | undefined => {
    const scope: Scope = {
      tree,
      restrict: options.restrict,
      problems: [],
      warnings: [],
      matched,
      partial: [],
      empty: new Set(),
      files: new Set(),
      absent: new Set(),
    };
    const found = given
      ? { kustomization: given, problems: [], file: given.source.file }
      : readKustomization(tree, folder);
    if (!found) return undefined;
    if (tree.text(found.file) !== undefined) scope.files.add(found.file);
    scope.problems.push(...found.problems);
    const { kustomization } = found;
    if (kustomization && found.problems.length > 0)
      leaveOut(scope, `${found.file} cannot be used`, kustomization.source);
    if (!kustomization) return finish(scope, [], undefined);
    const result = accumulate(
      scope,
      kustomization,
      { bases, chain: [], folders: new Set([folder]) },
      emptyAccumulation(),
    );
    for (const item of result.items) if (item.hashed) addHash(item);
    fixReferences(scope, result.config, result.items);
    resolveVariables(scope, result.config, result.variables, result.items);
    return finish(scope, result.items, kustomization.data["sortOptions"]);
  };
  return {
    render(folder, given) {
      if (given) return renderAnew(folder, given);
      if (!known.has(folder)) known.set(folder, renderAsIs(folder));
      return known.get(folder);
    },
  };
}

const LOCAL_ONLY = "config.kubernetes.io/local-config";

function finish(scope: Scope, items: readonly Item[], sortOptions: unknown): Rendered {
  const applied = items.filter((item) => {
    const annotations = metadataOf(item)["annotations"];
    return (
      !isMapping(annotations) ||
      !Object.hasOwn(annotations, LOCAL_ONLY) ||
      annotations[LOCAL_ONLY] === "false"
    );
  });
  return {
    resources: sortItems(applied, sortOptions).map(toResource),
    files: [...scope.files].sort(),
    absent: [...scope.absent].sort(),
    problems: [...new Set(scope.problems)],
    warnings: [...new Set(scope.warnings)],
    partial: [...new Set(scope.partial)],
  };
}

export function toResource(item: Item): Resource {
  cleanAnnotations(item);
  const { kind, name, namespace } = idOf(item);
  const { data, source } = item;
  return {
    id: {
      apiVersion: textOf(data["apiVersion"]),
      kind,
      ...(namespace === "" ? {} : { namespace }),
      name,
    },
    data,
    file: source.file,
    document: source.document,
    ...(source.path.length === 0 || item.original === undefined ? {} : { at: source.path }),
    ...(data === item.original ? {} : { changed: true }),
    locate: (path, part) => locateValue(data, source, path, part),
  };
}

/** kustomize writes every annotation as a string, and none when there is none. */
function cleanAnnotations(item: Item): void {
  const metadata = metadataOf(item);
  if (!Object.hasOwn(metadata, "annotations")) return;
  const annotations = metadata["annotations"];
  if (!isMapping(annotations) || Object.keys(annotations).length === 0) {
    removeKey(item, ["metadata", "annotations"], item.source);
    return;
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (typeof value === "string") continue;
    const path = ["metadata", "annotations", key];
    const text =
      value === null && !isUnwritten(item.data, item.source, path) ? "null" : textOf(value);
    setValue(item, path, text, item.source);
  }
}
