import { asText, isMapping, listOf } from "../../core/json.ts";
import type { Build } from "../../core/build.ts";
import type { Finding } from "../../core/finding.ts";
import type { Path } from "../../core/path.ts";
import { groupOf } from "../../core/resource.ts";
import type { Resource } from "../../core/resource.ts";
import { readKustomization } from "./kustomize/kustomization.ts";
import type { Kustomization } from "./kustomize/kustomization.ts";
import { resolvePath } from "./kustomize/load.ts";
import type { Renderer } from "./kustomize/render.ts";
import { readManifests, withSettings } from "./manifests.ts";
import type { Identity } from "./repository.ts";
import { describeAbsent } from "./rules/argocd/path-exists/rule.ts";
import { isNamespaced } from "./scope.ts";
import type { FolderTree } from "./tree.ts";
import { compileShellGlob } from "./shell-glob.ts";

export function isApplication({ id }: Resource): boolean {
  return id.kind === "Application" && groupOf(id.apiVersion) === "argoproj.io";
}

export interface ArgoContext {
  readonly tree: FolderTree;
  readonly identity: Identity;
  readonly renderer: Renderer;
  /** Does a kind that is not built in belong to a namespace? Undefined where nothing says so. */
  readonly scopeOf: (resource: Resource) => boolean | undefined;
}

/**
 * Renders what an Argo CD Application would apply: one build for each source. A chart is not rendered: as with a
 * HelmRelease, the Application itself stays and says which chart and values. Plugins make the build partial.
 */
export function buildApplication(
  owner: Resource,
  context: ArgoContext,
): { builds: Build[]; problems: Finding[] } {
  const spec = isMapping(owner.data["spec"]) ? owner.data["spec"] : {};
  const several = listOf(spec["sources"]);
  const sources =
    several.length > 0
      ? several.map((source, index) => ({ source, path: ["spec", "sources", index] }))
      : [{ source: spec["source"], path: ["spec", "source"] }];
  const destination = isMapping(spec["destination"]) ? spec["destination"] : {};
  const namespace = typeof destination["namespace"] === "string" ? destination["namespace"] : "";
  const problems: Finding[] = [];
  const builds = sources.flatMap(({ source, path }) => {
    if (!isMapping(source) || isOnlyValues(source)) return [];
    const build = buildSource(owner, source, path, context, problems);
    return [
      {
        ...build,
        resources: build.resources.map((resource) =>
          intoNamespace(resource, namespace, owner, context),
        ),
      },
    ];
  });
  return { builds, problems };
}

/** A source that others take their values files from. */
function isOnlyValues(source: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof source["ref"] === "string" &&
    source["path"] === undefined &&
    source["chart"] === undefined
  );
}

/** Argo CD puts what has no namespace into the Application's. */
function intoNamespace(
  resource: Resource,
  namespace: string,
  owner: Resource,
  { scopeOf }: ArgoContext,
): Resource {
  if (
    namespace === "" ||
    resource.id.namespace !== undefined ||
    (isNamespaced(resource) ?? scopeOf(resource)) !== true
  )
    return resource;
  const at = (part?: "key" | "value") => owner.locate(["spec", "destination", "namespace"], part);
  return withSettings(resource, [{ path: ["metadata", "namespace"], value: namespace, at }]);
}

function buildSource(
  owner: Resource,
  source: Readonly<Record<string, unknown>>,
  path: Path,
  context: ArgoContext,
  problems: Finding[],
): Build {
  const { tree, identity } = context;
  const written = typeof source["path"] === "string" ? source["path"] : "";
  const folder = resolvePath(".", written.replace(/^\/+/, "") || ".");
  const make = (part: Partial<Build>): Build => ({
    root: folder ?? written,
    engine: "argocd",
    source: owner,
    files: [],
    resources: [],
    partial: [],
    ...part,
  });
  const leaveOut = (reason: string, field: string): Build =>
    make({ partial: [{ reason, at: owner.locate([...path, field]) }] });
  if (typeof source["chart"] === "string") return make({ root: source["chart"] });
  const same = identity.isThis(
    typeof source["repoURL"] === "string" ? source["repoURL"] : undefined,
  );
  if (same === false)
    return leaveOut(`${owner.id.name} applies a source that is not this repository`, "repoURL");
  if (folder === undefined || !tree.isFolder(folder)) {
    const message = `path ${written} does not exist in this repository`;
    if (same) problems.push(describeAbsent(owner, [...path, "path"], message));
    return leaveOut(message, "path");
  }
  if (isMapping(source["plugin"]))
    return leaveOut("a config management plugin makes the manifests", "plugin");
  const inFolder = tree.filesIn(folder);
  const explicit = (["helm", "kustomize", "directory"] as const).find(
    (field) => isMapping(source[field]) && Object.keys(source[field]).length > 0,
  );
  if (explicit === "helm" || (explicit === undefined && inFolder.includes("Chart.yaml"))) {
    return {
      ...leaveOut(`the chart in ${folder} is installed by Argo CD and not rendered`, "path"),
      files: chartFiles(tree, folder),
    };
  }
  const committed = readKustomization(tree, folder);
  if (explicit !== "directory" && committed) {
    const options = isMapping(source["kustomize"]) ? source["kustomize"] : {};
    const given =
      committed.kustomization &&
      applyOptions(committed.kustomization, options, owner, [...path, "kustomize"]);
    const rendered = context.renderer.render(folder, given)!;
    problems.push(...rendered.problems, ...rendered.warnings);
    return make({
      files: rendered.files,
      absent: rendered.absent,
      resources: rendered.resources,
      partial: rendered.partial,
    });
  }
  const plain = readManifests(
    tree,
    listDirectory(tree, folder, isMapping(source["directory"]) ? source["directory"] : {}),
  );
  return make(plain);
}

function chartFiles(tree: FolderTree, folder: string): string[] {
  return tree.paths.filter((path) => path.startsWith(`${folder}/`));
}

/** The files of a directory source: manifests directly in the folder, or below it with `recurse`. */
function listDirectory(
  tree: FolderTree,
  folder: string,
  options: Readonly<Record<string, unknown>>,
): string[] {
  const include =
    typeof options["include"] === "string" && options["include"] !== ""
      ? compileShellGlob(options["include"])
      : undefined;
  const exclude =
    typeof options["exclude"] === "string" && options["exclude"] !== ""
      ? compileShellGlob(options["exclude"])
      : undefined;
  const walk = (at: string, prefix: string): string[] => [
    ...tree.filesIn(at).map((name) => prefix + name),
    ...(options["recurse"] === true
      ? tree
          .foldersIn(at)
          .flatMap((name) => walk(at === "." ? name : `${at}/${name}`, `${prefix}${name}/`))
      : []),
  ];
  return walk(folder, "")
    .filter(
      (path) => /\.(?:ya?ml|json)$/.test(path) && !exclude?.(path) && (include?.(path) ?? true),
    )
    .map((path) => (folder === "." ? path : `${folder}/${path}`))
    .filter((path) => !tree.text(path)?.includes("+argocd:skip-file-rendering"));
}

/**
 * What `spec.source.kustomize` changes in the kustomization before it is built.
 * @returns undefined where it changes nothing
 */
function applyOptions(
  base: Kustomization,
  options: Readonly<Record<string, unknown>>,
  owner: Resource,
  at: Path,
): Kustomization | undefined {
  const data: Record<string, unknown> = { ...base.data };
  const from = new Map<string, { field: string; before: number }>();
  for (const field of ["namePrefix", "nameSuffix", "namespace"]) {
    if (typeof options[field] !== "string" || options[field] === "") continue;
    data[field] = options[field];
    from.set(field, { field, before: 0 });
  }
  const append = (field: string, values: readonly unknown[], own = field) => {
    if (values.length === 0) return;
    from.set(field, { field: own, before: listOf(data[field]).length });
    data[field] = [...listOf(data[field]), ...values];
  };
  append("patches", listOf(options["patches"]));
  append("components", listOf(options["components"]));
  append(
    "replicas",
    listOf(options["replicas"]).map((entry) =>
      isMapping(entry) ? { ...entry, count: Number(entry["count"]) } : entry,
    ),
  );
  append(
    "images",
    listOf(options["images"]).flatMap((image) =>
      typeof image === "string" ? [readImage(image)] : [],
    ),
  );
  if (isMapping(options["commonLabels"])) {
    const withoutSelector = options["labelWithoutSelector"] === true;
    append(
      "labels",
      [
        {
          pairs: options["commonLabels"],
          includeSelectors: !withoutSelector,
          includeTemplates: options["labelIncludeTemplates"] === true,
        },
      ],
      "commonLabels",
    );
  }
  if (isMapping(options["commonAnnotations"])) {
    data["commonAnnotations"] = {
      ...(isMapping(data["commonAnnotations"]) ? data["commonAnnotations"] : {}),
      ...options["commonAnnotations"],
    };
    from.set("commonAnnotations", { field: "commonAnnotations", before: 0 });
  }
  if (from.size === 0) return undefined;
  const find: Kustomization["source"]["find"] = (path, part) => {
    const [field, index, ...rest] = path;
    const added = from.get(asText(field));
    if (added && (typeof index !== "number" || index >= added.before)) {
      return owner.locate(
        [
          ...at,
          added.field,
          ...(typeof index === "number" ? [index - added.before, ...rest] : path.slice(1)),
        ],
        part,
      );
    }
    return base.source.find(path, part);
  };
  return { ...base, data, source: { ...base.source, find } };
}

/** `name=newName:tag`, `name:tag` or `name@digest`, as `kustomize edit set image` reads it. */
function readImage(text: string): Record<string, string> {
  const equals = text.indexOf("=");
  const image = equals < 0 ? text : text.slice(equals + 1);
  const digest = image.indexOf("@");
  const rest = digest < 0 ? image : image.slice(0, digest);
  const colon = rest.indexOf(":", rest.lastIndexOf("/") + 1);
  const name = colon < 0 ? rest : rest.slice(0, colon);
  return {
    name: equals < 0 ? name : text.slice(0, equals),
    ...(equals < 0 ? {} : { newName: name }),
    ...(colon < 0 ? {} : { newTag: rest.slice(colon + 1) }),
    ...(digest < 0 ? {} : { digest: image.slice(digest + 1) }),
  };
}
