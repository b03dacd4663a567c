import type { Location } from "../core/finding.ts";
import { isMapping, listOf, lookUp } from "../core/json.ts";
import { type Path, valueAt } from "../core/path.ts";
import { groupKindOf, type Resource } from "../core/resource.ts";
import { readYaml } from "../yaml/read.ts";
import type { YamlFile, YamlProblem } from "../yaml/types.ts";
import { readInline } from "./builds/kustomize/load.ts";
import { findResources } from "./documents.ts";

/** A patch that is written inside another object, as a string. */
export interface InlinePatch {
  /** The partial objects in it, located where the string has them; none for JSON 6902 operations. */
  resources: Resource[];
  /** What is wrong with the string as YAML. */
  problems: YamlProblem[];
}

/** Where a kind keeps lists of kustomize patches; `*` stands for every element of a list. */
const HOLDERS: Readonly<Record<string, readonly Path[]>> = {
  "Kustomization.kustomize.config.k8s.io": [["patches"]],
  "Component.kustomize.config.k8s.io": [["patches"]],
  "Kustomization.kustomize.toolkit.fluxcd.io": [["spec", "patches"]],
  "HelmRelease.helm.toolkit.fluxcd.io": [["spec", "postRenderers", "*", "kustomize", "patches"]],
  "Application.argoproj.io": [
    ["spec", "source", "kustomize", "patches"],
    ["spec", "sources", "*", "kustomize", "patches"],
  ],
};

/** Finds the patches of a kustomization, Flux Kustomization, HelmRelease or Application that stand in it as strings. */
export function findInlinePatches(resource: Resource, file: YamlFile): InlinePatch[] {
  const holders = lookUp(HOLDERS, groupKindOf(resource.id)) ?? [];
  return holders
    .flatMap((path) => expand(resource.data, path))
    .flatMap((path) =>
      listOf(valueAt(resource.data, path)).flatMap((entry, index) =>
        isMapping(entry) && typeof entry["patch"] === "string"
          ? [readPatch(resource, file, entry["patch"], entry["target"], [...path, index, "patch"])]
          : [],
      ),
    );
}

function expand(data: unknown, path: Path): Path[] {
  const star = path.indexOf("*");
  if (star < 0) return [path];
  const list = listOf(valueAt(data, path.slice(0, star)));
  return list.map((_, index) => [...path.slice(0, star), index, ...path.slice(star + 1)]);
}

function readPatch(
  resource: Resource,
  file: YamlFile,
  text: string,
  target: unknown,
  path: Path,
): InlinePatch {
  const tree = { parseText: readYaml, text: () => file.text };
  const holder = { file: file.file, document: resource.document, path, find: resource.locate };
  const inline = readInline(tree, text, holder);
  const sources = inline.file.documents.map(inline.source);
  return {
    resources: findResources(inline.file)
      .filter(({ id }) => isOfKind(id.kind, target))
      .map((patch) => ({
        ...patch,
        locate: locateIn(patch, sources[indexOf(inline.file, patch)]!.find),
      })),
    problems: [
      ...inline.file.problems,
      ...inline.file.documents.flatMap(({ problems }) => problems),
    ].map((problem) => ({ ...problem, at: inline.place(problem.at) })),
  };
}

function indexOf({ documents }: YamlFile, patch: Resource): number {
  return documents.findIndex(({ index }) => index === patch.document);
}

function locateIn(
  { at = [] }: Resource,
  find: (path: Path, part?: "key" | "value") => Location,
): Resource["locate"] {
  return (path, part) => find([...at, ...path], part);
}

/** With a target, the kind that the patch names need not be the one that it is laid over. */
function isOfKind(kind: string, target: unknown): boolean {
  const wanted = isMapping(target) ? target["kind"] : undefined;
  return wanted === undefined || wanted === kind;
}
