import { asText, isMapping, listOf } from "../../core/json.ts";
import type { Build } from "../../core/build.ts";
import type { Finding } from "../../core/finding.ts";
import type { Path } from "../../core/path.ts";
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
import { describeAbsent, describeEmpty } from "./rules/flux/path-exists/rule.ts";
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
    const problems = origin === "here" ? [describeAbsent(owner, message)] : [];
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
  const holdsNothing = rendered?.files.length === 0 && origin === "here";
  return {
    build: substituted.build,
    problems: [
      ...(holdsNothing ? [describeEmpty(owner, written)] : []),
      ...(rendered?.problems ?? []),
      ...(rendered?.warnings ?? []),
      ...substituted.problems,
    ],
  };
}

type Mapping = Readonly<Record<string, unknown>>;

const LISTS = ["patches", "patchesStrategicMerge", "patchesJson6902", "components"] as const;
const FIELDS = {
  namespace: "targetNamespace",
  namePrefix: "namePrefix",
  nameSuffix: "nameSuffix",
} as const;

/**
 * The kustomization that the controller builds: the folder's own or a generated one, with what the spec adds.
 * @returns undefined for the folder's own as it is
 */
function describeBuild(
  tree: FolderTree,
  folder: string,
  owner: Resource,
  spec: Readonly<Record<string, unknown>>,
): Kustomization | undefined {
  const committed = readKustomization(tree, folder);
  if (committed && (!committed.kustomization || !addsAny(spec))) return undefined;
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
    if (added.length > 0) data[field] = [...listOf(data[field]), ...added];
  }
  const images = mergeImages(listOf(data["images"]), listOf(spec["images"]));
  if (images.merged.length > 0) data["images"] = images.merged;
  if (Array.isArray(spec["buildMetadata"]) && spec["buildMetadata"].length > 0)
    data["buildMetadata"] = spec["buildMetadata"];
  const find: Kustomization["source"]["find"] = (path, part) => {
    const [field, index] = path;
    const own = FIELDS[field as keyof typeof FIELDS];
    if (own !== undefined && spec[own]) return owner.locate(["spec", own], part);
    const before = listOf(base.data[field as string]).length;
    const entry = field === "images" ? images.from.get(index as number) : undefined;
    if (entry !== undefined && (Number(index) >= before || setsField(spec, entry, path[2])))
      return owner.locate(["spec", "images", entry, ...path.slice(2)], part);
    if (LISTS.some((list) => list === field) && typeof index === "number" && index >= before)
      return owner.locate(["spec", field as string, index - before, ...path.slice(2)], part);
    return base.source.find(path, part);
  };
  return { folder, data, source: { ...base.source, find } };
}

function addsAny(spec: Mapping): boolean {
  const lists = [...LISTS, "images", "buildMetadata"].some((list) => listOf(spec[list]).length > 0);
  return lists || Object.values(FIELDS).some((field) => Boolean(spec[field]));
}

/**
 * Lays the images of a spec over those of a kustomization: fields one by one, but tag and digest as one, since either picks the version.
 * Source: GenerateKustomization of fluxcd/pkg kustomize.
 * @returns the images, and for each the index of the entry of the spec that it takes values from
 */
function mergeImages(
  images: readonly unknown[],
  added: readonly unknown[],
): { merged: unknown[]; from: Map<number, number> } {
  const merged = [...images];
  const from = new Map<number, number>();
  added.forEach((image, entry) => {
    const index = merged.findIndex(
      (known) => isMapping(known) && isMapping(image) && known["name"] === image["name"],
    );
    if (index < 0) merged.push(image);
    else merged[index] = mergeImage(merged[index] as Mapping, image as Mapping);
    from.set(index < 0 ? merged.length - 1 : index, entry);
  });
  return { merged, from };
}

/** Does an entry of the spec's images set this field of the kustomization's entry that it is laid over? */
function setsField(spec: Mapping, entry: number, key: Path[number] | undefined): boolean {
  const image = listOf(spec["images"])[entry];
  return isMapping(image) && key !== undefined && key !== "name" && Boolean(image[key]);
}

function mergeImage(image: Mapping, added: Mapping): Mapping {
  const set = Object.fromEntries(Object.entries(added).filter(([, value]) => Boolean(value)));
  const { newTag: _tag, digest: _digest, ...rest } = image;
  return { ...("newTag" in set || "digest" in set ? rest : image), ...set };
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
