import { asText, isMapping, listOf } from "../../core/json.ts";
import type { Build } from "../../core/build.ts";
import type { Finding } from "../../core/finding.ts";
import { groupOf } from "../../core/resource.ts";
import type { Resource } from "../../core/resource.ts";
import { kustomizationFilesIn, readKustomization } from "./kustomize/kustomization.ts";
import type { Kustomization } from "./kustomize/kustomization.ts";
import { locateSources } from "./flux-source.ts";
import { resolvePath } from "./kustomize/load.ts";
import type { Renderer } from "./kustomize/render.ts";
import { withSettings } from "./manifests.ts";
import type { Setting } from "./manifests.ts";
import type { Known } from "./known.ts";
import type { Identity } from "./repository.ts";
import { substituteBuild } from "./substitute.ts";
import type { FolderTree } from "./tree.ts";

export function isFluxKustomization({ id }: Resource): boolean {
  return id.kind === "Kustomization" && groupOf(id.apiVersion) === "kustomize.toolkit.fluxcd.io";
}

/** What making a build needs to know. */
export interface FluxContext {
  readonly tree: FolderTree;
  readonly identity: Identity;
  readonly renderer: Renderer;
  /** Objects of the cluster that are known so far: sources and substitution variables are looked up in them. */
  readonly known: Known;
}

/**
 * Renders what a Flux Kustomization would apply, as kustomize-controller does (fluxcd/pkg kustomize): its path's kustomization, or one
 * made of all manifests below, with the patches, images, components, names and namespace of its spec, then variable substitution.
 * @returns the build; partial and empty where its source is not this repository
 */
export function buildFlux(
  owner: Resource,
  context: FluxContext,
): { build: Build; problems: Finding[] } {
  const { tree } = context;
  const spec = isMapping(owner.data["spec"]) ? owner.data["spec"] : {};
  const written = typeof spec["path"] === "string" ? spec["path"] : "";
  const { origin, folder } = locateSources(owner, spec, context);
  const empty = (reason: string): Build => ({
    root: folder ?? written,
    engine: "flux",
    source: owner,
    files: [],
    resources: [],
    partial: [{ reason, at: owner.locate(["spec", "path"]) }],
  });
  if (origin === "elsewhere")
    return {
      build: empty(`${owner.id.name} applies a source that is not this repository`),
      problems: [],
    };
  if (folder === undefined || !tree.isFolder(folder)) {
    const message = `path ${written} does not exist in this repository`;
    const problems: Finding[] =
      origin === "here"
        ? [
            {
              rule: "flux/path-exists",
              severity: "error",
              message,
              at: owner.locate(["spec", "path"]),
              path: ["spec", "path"],
              resource: owner.id,
            },
          ]
        : [];
    return { build: empty(message), problems };
  }
  const rendered = context.renderer.render(folder, describeBuild(tree, folder, owner, spec));
  const build: Build = {
    root: folder,
    engine: "flux",
    source: owner,
    files: rendered?.files ?? [],
    absent: rendered?.absent ?? [],
    resources: (rendered?.resources ?? []).map((resource) =>
      withSettings(resource, commonMetadata(owner, spec)),
    ),
    partial: rendered?.partial ?? [],
  };
  const substituted = substituteBuild(owner, spec, build, context);
  return {
    build: substituted.build,
    problems: [
      ...(rendered?.problems ?? []),
      ...(rendered?.warnings ?? []),
      ...substituted.problems,
    ],
  };
}

const LISTS = [
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "components",
  "images",
] as const;
const FIELDS = {
  namespace: "targetNamespace",
  namePrefix: "namePrefix",
  nameSuffix: "nameSuffix",
} as const;

/** The kustomization that the controller builds: the folder's own or a generated one, with what the spec adds. */
function describeBuild(
  tree: FolderTree,
  folder: string,
  owner: Resource,
  spec: Readonly<Record<string, unknown>>,
): Kustomization | undefined {
  const committed = readKustomization(tree, folder);
  if (committed && !committed.kustomization) return undefined;
  const base: Kustomization = committed?.kustomization ?? {
    folder,
    data: { resources: listManifests(tree, folder, "") },
    source: { file: folder, document: 0, path: [], find: () => owner.locate(["spec", "path"]) },
  };
  const data: Record<string, unknown> = { ...base.data };
  for (const [field, own] of Object.entries(FIELDS))
    if (typeof spec[own] === "string" && spec[own] !== "") data[field] = spec[own];
  for (const field of LISTS) {
    let added = listOf(spec[field]);
    if (field === "components")
      added = added.filter(
        (path) =>
          spec["ignoreMissingComponents"] !== true ||
          tree.isFolder(resolvePath(folder, asText(path)) ?? ""),
      );
    if (field === "patchesStrategicMerge")
      added = added.map((patch) => JSON.stringify(patch, bigintAsNumber, 1));
    if (field === "patchesJson6902")
      added = added.map((patch) =>
        isMapping(patch)
          ? { ...patch, patch: JSON.stringify(patch["patch"], bigintAsNumber, 1) }
          : patch,
      );
    if (added.length > 0)
      data[field] =
        field === "images"
          ? mergeImages(listOf(data[field]), added)
          : [...listOf(data[field]), ...added];
  }
  const find: Kustomization["source"]["find"] = (path, part) => {
    const [field, index] = path;
    const own = FIELDS[field as keyof typeof FIELDS];
    if (own !== undefined && spec[own]) return owner.locate(["spec", own], part);
    const before = listOf(base.data[field as string]).length;
    if (LISTS.some((list) => list === field) && typeof index === "number" && index >= before)
      return owner.locate(["spec", field as string, index - before, ...path.slice(2)], part);
    return base.source.find(path, part);
  };
  return { folder, data, source: { ...base.source, find } };
}

function mergeImages(images: readonly unknown[], added: readonly unknown[]): unknown[] {
  const result = [...images];
  for (const image of added) {
    const index = result.findIndex(
      (known) => isMapping(known) && isMapping(image) && known["name"] === image["name"],
    );
    if (index < 0) result.push(image);
    else result[index] = { ...(result[index] as object), ...(image as object) };
  }
  return result;
}

const IGNORED =
  /^(?:\.git|\.github|\.circleci|\.travis\.yml|\.gitlab-ci\.yml|appveyor\.yml|\.drone\.yml|cloudbuild\.yaml|codeship-services\.yml|\.goreleaser\.ya?ml|\.sops\.yaml|\.flux\.yaml)$/;

/** Manifests below a folder in the order of the controller's walk; a folder with a kustomization of its own counts as one. */
export function listManifests(tree: FolderTree, folder: string, prefix: string): string[] {
  const below = (name: string) => (folder === "." ? name : `${folder}/${name}`);
  const names = [
    ...tree.filesIn(folder).map((name) => ({ name, isFile: true })),
    ...tree.foldersIn(folder).map((name) => ({ name, isFile: false })),
  ];
  names.sort((one, other) => (one.name < other.name ? -1 : 1));
  return names.flatMap(({ name, isFile }) => {
    if (IGNORED.test(name)) return [];
    if (isFile) return /\.ya?ml$/.test(name) ? [`${prefix}${name}`] : [];
    if (kustomizationFilesIn(tree, below(name)).length > 0) return [`${prefix}${name}`];
    return listManifests(tree, below(name), `${prefix}${name}/`);
  });
}

function commonMetadata(owner: Resource, spec: Readonly<Record<string, unknown>>): Setting[] {
  const common = isMapping(spec["commonMetadata"]) ? spec["commonMetadata"] : {};
  return (["labels", "annotations"] as const).flatMap((field) =>
    Object.entries(isMapping(common[field]) ? common[field] : {}).map(([key, value]): Setting => ({
      path: ["metadata", field, key],
      value,
      at: (part) => owner.locate(["spec", "commonMetadata", field, key], part),
    })),
  );
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
