import { posix } from "node:path";
import { asText, isMapping, listOf } from "../../core/json.ts";
import { groupOf } from "../../core/resource.ts";
import type { Resource } from "../../core/resource.ts";
import type { FluxContext } from "./flux.ts";
import type { Known } from "./known.ts";
import { resolvePath } from "./kustomize/load.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** Where a Flux Kustomization's path lies: in this repository, elsewhere, or in a folder of that name if there is one. */
export interface Origin {
  readonly origin: "here" | "elsewhere" | "unknown";
  readonly folder: string | undefined;
}

/**
 * Finds the folder that a Flux Kustomization applies. Its source is this repository when its URL is a known remote of it; without known
 * remotes, when it is the source that bootstrap makes (`flux-system`) or one from which paths of this repository are applied.
 */
export function locateSources(owner: Resource, spec: Mapping, context: FluxContext): Origin {
  const reference = isMapping(spec["sourceRef"]) ? spec["sourceRef"] : {};
  const path = typeof spec["path"] === "string" ? spec["path"].replace(/^\/+/, "") : "";
  if (reference["kind"] === "ExternalArtifact") {
    const folder = traceArtifact(reference, owner, path, context);
    return { origin: folder === undefined ? "elsewhere" : "here", folder };
  }
  const folder = resolvePath(".", path || ".");
  const source = findSource(reference, owner, context.known);
  const url = source && isMapping(source.data["spec"]) ? source.data["spec"]["url"] : undefined;
  const same =
    reference["kind"] === "GitRepository"
      ? context.identity.isThis(typeof url === "string" ? url : undefined)
      : undefined;
  if (same === true && isOtherRevision(source, context.known)) return { origin: "unknown", folder };
  if (same !== undefined) return { origin: same ? "here" : "elsewhere", folder };
  if (
    reference["name"] !== "flux-system" &&
    (folder === "." || isForeign(source, url, context.known))
  )
    return { origin: "elsewhere", folder };
  const packed = folder === undefined ? undefined : findPacked(folder, reference, owner, context);
  if (packed !== undefined) return { origin: "unknown", folder: packed };
  return { origin: isUsedHere(reference, context) ? "here" : "unknown", folder };
}

/**
 * An artifact is pushed of a folder of the repository more often than of all of it: paths in it start at that folder, which is one of
 * those around the file that names them.
 * @returns the folder that is meant, undefined where the path is right as it is or nothing lies there
 */
function findPacked(
  folder: string,
  reference: Mapping,
  owner: Resource,
  { tree }: FluxContext,
): string | undefined {
  if (reference["kind"] === "GitRepository" || tree.isFolder(folder)) return undefined;
  const parts = posix.dirname(owner.file).split("/");
  const around = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return around.map((outer) => `${outer}/${folder}`).find((path) => tree.isFolder(path));
}

function findSource(reference: Mapping, owner: Resource, known: Known): Resource | undefined {
  const namespace = reference["namespace"] ?? owner.id.namespace;
  return known
    .named(reference["kind"], reference["name"])
    .find(
      ({ id }) =>
        (id.namespace ?? namespace) === namespace &&
        groupOf(id.apiVersion) === "source.toolkit.fluxcd.io",
    );
}

/** Is it another branch than what bootstrap follows, or a tag or commit? Folders may be there that are not here, and the reverse. */
function isOtherRevision(source: Resource | undefined, known: Known): boolean {
  const reference = refOf(source);
  const fixed = ["tag", "semver", "commit", "name"].some((field) => reference[field] !== undefined);
  if (fixed || reference["branch"] === undefined) return fixed;
  const bootstrap = known.named("GitRepository", "flux-system")[0];
  const followed = refOf(bootstrap)["branch"];
  const usual = followed === undefined ? ["main", "master"] : [followed];
  return source !== bootstrap && !usual.includes(reference["branch"]);
}

function refOf(source: Resource | undefined): Mapping {
  const spec = isMapping(source?.data["spec"]) ? source.data["spec"] : {};
  return isMapping(spec["ref"]) ? spec["ref"] : {};
}

/** Has it another URL than the source that bootstrap made? */
function isForeign(source: Resource | undefined, url: unknown, known: Known): boolean {
  if (!source) return false;
  const bootstrap = ["GitRepository", "OCIRepository", "Bucket"].flatMap((kind) =>
    known.named(kind, "flux-system"),
  )[0];
  return (
    bootstrap !== undefined &&
    isMapping(bootstrap.data["spec"]) &&
    bootstrap.data["spec"]["url"] !== url
  );
}

/** Does some Kustomization apply a folder of this repository from the same source? */
function isUsedHere(reference: Mapping, { known, tree }: FluxContext): boolean {
  return known.ofKind("Kustomization").some(({ id, data }) => {
    const spec = data["spec"];
    if (groupOf(id.apiVersion) !== "kustomize.toolkit.fluxcd.io" || !isMapping(spec)) return false;
    const other = isMapping(spec["sourceRef"]) ? spec["sourceRef"] : {};
    if (
      other["kind"] !== reference["kind"] ||
      other["name"] !== reference["name"] ||
      typeof spec["path"] !== "string"
    )
      return false;
    const folder = resolvePath(".", spec["path"].replace(/^\/+/, "") || ".");
    return folder !== undefined && folder !== "." && tree.isFolder(folder);
  });
}

/**
 * Follows an ExternalArtifact to the folder of this repository that its ArtifactGenerator copies from.
 * @returns the folder, or undefined where the copy is not one of whole folders of this repository
 */
function traceArtifact(
  reference: Mapping,
  owner: Resource,
  path: string,
  context: FluxContext,
): string | undefined {
  const { known, identity, tree } = context;
  const namespace = reference["namespace"] ?? owner.id.namespace;
  for (const generator of known.ofKind("ArtifactGenerator")) {
    const spec = generator.data["spec"];
    if (generator.id.namespace !== namespace || !isMapping(spec)) continue;
    const artifact = listOf(spec["artifacts"]).find(
      (entry) => isMapping(entry) && entry["name"] === reference["name"],
    );
    if (!isMapping(artifact)) continue;
    for (const copy of listOf(artifact["copy"])) {
      const traced = isMapping(copy)
        ? traceCopy(copy, listOf(spec["sources"]), path, generator, known, identity)
        : undefined;
      if (!traced) continue;
      const { folder, source } = traced;
      if (tree.isFolder(folder)) return folder;
      const packed = findPacked(folder, source, generator, context);
      if (packed !== undefined) return packed;
    }
  }
  return undefined;
}

function traceCopy(
  copy: Mapping,
  sources: readonly unknown[],
  path: string,
  generator: Resource,
  known: Known,
  identity: FluxContext["identity"],
): { folder: string; source: Mapping } | undefined {
  const from = /^@([^/]+)\/(?:(.*)\/)?(?:\*\*)?$/.exec(asText(copy["from"]));
  const to = /^@artifact\/(.*?)\/?$/.exec(asText(copy["to"]));
  if (!from || !to) return undefined;
  const source = sources.find((entry) => isMapping(entry) && entry["alias"] === from[1]);
  if (!isMapping(source)) return undefined;
  const found = findSource(source, generator, known);
  const url = found && isMapping(found.data["spec"]) ? found.data["spec"]["url"] : undefined;
  const isOurs =
    identity.isThis(typeof url === "string" ? url : undefined) ?? source["name"] === "flux-system";
  if (!isOurs) return undefined;
  const inside = resolvePath(".", path || ".");
  const target = to[1] === "" ? "." : to[1]!;
  if (
    inside === undefined ||
    (target !== "." && inside !== target && !inside.startsWith(`${target}/`))
  )
    return undefined;
  const rest = target === "." ? inside : inside.slice(target.length).replace(/^\//, "");
  const folder = resolvePath(from[2] ?? ".", rest === "" ? "." : rest);
  return folder === undefined ? undefined : { folder, source };
}
