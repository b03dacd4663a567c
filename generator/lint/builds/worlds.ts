import { posix } from "node:path";
import type { Build, World } from "../../core/build.ts";
import type { Finding, Severity } from "../../core/finding.ts";
import { asText, isMapping } from "../../core/json.ts";
import type { Resource } from "../../core/resource.ts";
import { classify, type Role } from "../classify.ts";
import { findResources } from "../documents.ts";
import type { SourceTree } from "../source.ts";
import { splitAlternatives } from "./alternatives.ts";
import { expandApplicationSet, isApplicationSet } from "./applicationset.ts";
import { buildApplication } from "./argocd.ts";
import { buildFlux, isFluxKustomization } from "./flux.ts";
import { expandInstance, isFluxInstance } from "./flux-instance.ts";
import { kustomizationFilesIn } from "./kustomize/kustomization.ts";
import { createRenderer } from "./kustomize/render.ts";
import type { Renderer } from "./kustomize/render.ts";
import {
  type Explored,
  findUncompleted,
  keepOutermost,
  markLeftOut,
  markUnused,
  withoutCovered,
} from "./entries.ts";
import { createKnown } from "./known.ts";
import type { Known } from "./known.ts";
import { readManifests } from "./manifests.ts";
import { findOrphans } from "./rules/kustomize/orphan/rule.ts";
import { rule as variableDefined } from "./rules/flux/variable-defined/rule.ts";
import { identifyRepository } from "./repository.ts";
import type { Identity } from "./repository.ts";
import { findRoots, isEngineObject } from "./roots.ts";
import { readScopes } from "./scope.ts";
import { addsVariables } from "./substitute.ts";
import { placeKey } from "./kustomize/unmatched.ts";
import { openFolders } from "./tree.ts";
import type { FolderTree } from "./tree.ts";

export interface WorldOptions {
  /** URLs under which Flux and Argo CD know this repository; without any, a path that exists is taken for one of it. */
  readonly remotes?: readonly string[];
  /** What each file is for; absent: found out. */
  readonly roles?: ReadonlyMap<string, Role>;
}

export interface Worlds {
  readonly worlds: World[];
  /** Manifests that neither an engine nor a kustomization applies, sorted; none in a repository that has neither. */
  readonly unreached: string[];
  /** Manifests that no build has and that are parts of one: beside a kustomization that leaves them out, or of an unused Component. */
  readonly parts: string[];
  /** Manifests that nothing applies where engines apply the rest: overlays or a parent's patches may complete them. */
  readonly bases: string[];
  readonly problems: Finding[];
}

interface Engines {
  readonly tree: FolderTree;
  readonly identity: Identity;
  /** For kustomize and Argo CD. */
  readonly restricted: Renderer;
  /** For Flux, which lets a kustomization read all of the repository. */
  readonly open: Renderer;
  readonly scopeOf: (resource: Resource) => boolean | undefined;
  readonly problems: Set<Finding>;
}

/**
 * Finds what each cluster would get: every bootstrap path, followed through Flux Kustomizations and Argo CD Applications as the engines
 * follow them; kustomizations that nothing refers to; and plain folders of manifests.
 * @param source the repository
 */
export function findWorlds(source: SourceTree, options: WorldOptions = {}): Worlds {
  const tree = openFolders(source);
  const roles = options.roles ?? classify(tree.paths, tree.parse);
  const roots = findRoots(tree, roles);
  const matched = new Set<string>();
  const restricted = createRenderer(tree, { restrict: true, matched });
  const engines: Engines = {
    tree,
    identity: identifyRepository(options.remotes ?? [], tree),
    restricted,
    open: createRenderer(tree, { restrict: false, stricter: restricted, matched }),
    scopeOf: readScopes(roots.definitions.flatMap((file) => findResources(tree.parse(file)!))),
    problems: new Set(),
  };
  const started = [
    ...roots.engineKustomizations.map((folder) => startKustomize(engines, folder)),
    ...roots.engineFolders.flatMap(({ folder, files }) => startFolder(engines, folder, files)),
  ];
  const explored = keepOutermost(
    started.flatMap((entry) => (entry ? [explore(engines, entry)] : [])),
  );
  for (const { problems } of explored)
    for (const problem of problems) engines.problems.add(problem);
  const worlds = markLeftOut(explored).flatMap(splitClusters);
  const reached = new Set(worlds.flatMap(({ builds }) => builds.flatMap((build) => build.files)));
  const entered = new Set(worlds.flatMap(({ builds }) => builds.map((build) => build.root)));
  const hasEngine = worlds.length > 0;
  const byEngine = new Set(reached);
  const bases = findUncompleted(worlds);
  for (const folder of roots.kustomizations) {
    if (entered.has(folder)) continue;
    const started = startKustomize(engines, folder, hasEngine ? "warning" : "error");
    if (!started) continue;
    const { build, problems } = started;
    if (build.files.length > 0 && build.files.every((file) => reached.has(file))) continue;
    for (const problem of problems) engines.problems.add(problem);
    if (hasEngine) bases.push(...build.files.filter((file) => !byEngine.has(file)));
    if (build.resources.length + build.partial.length > 0)
      worlds.push({ entry: folder, builds: [hasEngine ? markUnused(build) : build] });
    else for (const file of build.files) reached.add(file);
  }
  for (const world of worlds)
    for (const build of world.builds) for (const file of build.files) reached.add(file);
  const left = [...roots.manifests].filter((file) => !reached.has(file));
  const applied = hasEngine ? byEngine : reached;
  for (const finding of findOrphans(tree, left, (file) => applied.has(file)))
    engines.problems.add(finding);
  const parts = roots.componentFiles.filter((file) => !reached.has(file));
  for (const [folder, files] of groupByFolder(left)) {
    if (kustomizationFilesIn(tree, folder).length > 0) {
      parts.push(...files);
      continue;
    }
    const start = (some: readonly string[]): Build => {
      const build = startPlain(tree, folder, some);
      return hasEngine ? markUnused(build) : build;
    };
    const { builds, findings } = splitAlternatives(start(files), start);
    for (const finding of findings) engines.problems.add(finding);
    for (const build of builds)
      if (build.resources.length > 0)
        worlds.push({ entry: builds.length > 1 ? build.files[0]! : folder, builds: [build] });
  }
  const applies = hasEngine || roots.kustomizations.length > 0;
  return {
    worlds,
    parts,
    bases,
    unreached: applies ? left.filter((file) => findResources(tree.parse(file)!).length > 0) : [],
    problems: dropRepeated(engines.problems).filter(
      ({ severity, at }) => severity !== "warning" || !matched.has(placeKey(at)),
    ),
  };
}

/** A build that may be an entry, and what was found wrong while it was made. */
interface Started {
  readonly build: Build;
  readonly problems: readonly Finding[];
}

/** @param severity of what makes the build fail: where an engine applies the rest, nothing waits for it */
function startKustomize(
  { restricted }: Engines,
  folder: string,
  severity: Severity = "error",
): Started | undefined {
  const rendered = restricted.render(folder);
  if (!rendered) return undefined;
  const failures =
    severity === "error"
      ? rendered.problems
      : rendered.problems.map((problem) => ({ ...problem, severity }));
  return {
    build: {
      root: folder,
      engine: "kustomize",
      files: rendered.files,
      absent: rendered.absent,
      resources: rendered.resources,
      partial: rendered.partial,
    },
    problems: [...failures, ...rendered.warnings],
  };
}

function startPlain(tree: FolderTree, folder: string, files: readonly string[]): Build {
  return { root: folder, engine: "plain", ...readManifests(tree, files) };
}

/** Folders of manifests that are read one by one, and are not applied together. */
const SAMPLES = /(^|\/)(docs?|examples?|samples?|tests?|testdata)(\/|$)/i;

function startFolder({ tree }: Engines, folder: string, files: readonly string[]): Started[] {
  const by = SAMPLES.test(folder) ? "file" : "folder";
  const { builds, findings } = splitAlternatives(
    startPlain(tree, folder, files),
    (some) => startPlain(tree, by === "file" ? folder : posix.dirname(some[0]!), some),
    by,
  );
  return builds.map((build) => ({ build, problems: findings }));
}

/** Follows what a build applies from Kustomization to Kustomization and from Application to Application. */
function explore(engines: Engines, { build: first, problems: early }: Started): Explored {
  const builds: Build[] = [first];
  const problems: Finding[] = [];
  const bootstraps = new Set<Resource>();
  const known = createKnown();
  known.add(first.resources);
  const seen = new Set<string>();
  for (let index = 0; index < builds.length; index++) {
    const queue = [...builds[index]!.resources];
    for (let owner = queue.shift(); owner; owner = queue.shift()) {
      const isOwner = isEngineObject(owner);
      const key = `${owner.id.kind}/${owner.id.namespace ?? ""}/${owner.id.name}`;
      if (!isOwner || seen.has(key)) continue;
      seen.add(key);
      const made = follow(engines, owner, known);
      if (isFluxInstance(owner)) for (const bootstrap of made.owners) bootstraps.add(bootstrap);
      queue.push(...made.owners);
      known.add(made.owners);
      builds.push(...made.builds);
      for (const build of made.builds) known.add(build.resources);
      problems.push(...made.problems);
      if (made.partial.length > 0)
        builds[index] = {
          ...builds[index]!,
          partial: [...builds[index]!.partial, ...made.partial],
        };
    }
  }
  const found = builds.some(({ resources }) => resources.some(addsVariables))
    ? problems.filter(({ rule }) => rule !== variableDefined.name)
    : problems;
  const files = new Set(first.files);
  const self = builds
    .slice(1)
    .find(
      (build) =>
        files.size > 0 &&
        build.files.length >= files.size &&
        [...files].every((file) => build.files.includes(file)),
    );
  // What an installation follows starts it all, even where it is one of the things that are applied in turn
  const start = self && (builds.find(({ source }) => source && bootstraps.has(source)) ?? self);
  return start
    ? {
        first,
        managesItself: true,
        world: {
          entry: start.root,
          builds: [start, ...builds.filter((build) => build !== first && build !== start)],
        },
        problems: found,
      }
    : {
        first,
        managesItself: false,
        world: { entry: first.root, builds: withoutCovered(builds) },
        problems: [...early, ...found],
      };
}

interface Followed {
  builds: Build[];
  problems: readonly Finding[];
  /** Objects that the engine makes and follows in turn. */
  owners: Resource[];
  partial: Build["partial"];
}

function follow(
  { tree, identity, restricted, open, scopeOf }: Engines,
  owner: Resource,
  known: Known,
): Followed {
  if (isFluxKustomization(owner)) {
    const { build, problems } = buildFlux(owner, { tree, identity, renderer: open, known });
    return { builds: [build], problems, owners: [], partial: [] };
  }
  if (isFluxInstance(owner))
    return { builds: [], problems: [], owners: expandInstance(owner), partial: [] };
  if (isApplicationSet(owner)) {
    const { applications, partial } = expandApplicationSet(owner, tree, identity);
    return { builds: [], problems: [], owners: applications, partial };
  }
  return {
    ...buildApplication(owner, { tree, identity, renderer: restricted, scopeOf }),
    owners: [],
    partial: [],
  };
}

/** Applications and Kustomizations for other clusters than the one that runs them make worlds of their own. */
function splitClusters(world: World): World[] {
  const clusters = new Map<string, Build[]>();
  for (const build of world.builds) {
    const cluster = clusterOf(build.source);
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), build]);
  }
  return [...clusters].map(([cluster, builds]) => ({
    entry: cluster === "" ? world.entry : `${world.entry} (${cluster})`,
    builds,
  }));
}

/** @returns the cluster that an engine applies to; empty for its own */
function clusterOf(owner: Resource | undefined): string {
  const spec = isMapping(owner?.data["spec"]) ? owner.data["spec"] : {};
  if (isMapping(spec["kubeConfig"])) {
    const reference = spec["kubeConfig"]["secretRef"] ?? spec["kubeConfig"]["configMapRef"];
    return isMapping(reference) ? asText(reference["name"]) : "kubeConfig";
  }
  const destination = isMapping(spec["destination"]) ? spec["destination"] : {};
  const cluster = asText(destination["name"] ?? destination["server"] ?? "");
  return cluster === "in-cluster" || cluster === "https://kubernetes.default.svc" ? "" : cluster;
}

function groupByFolder(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const slash = file.lastIndexOf("/");
    const folder = slash < 0 ? "." : file.slice(0, slash);
    groups.set(folder, [...(groups.get(folder) ?? []), file]);
  }
  return groups;
}

/** Bases are rendered once for Flux and once for the others; what is wrong with them is said once. */
function dropRepeated(problems: Iterable<Finding>): Finding[] {
  const seen = new Map<string, Finding>();
  for (const problem of problems) {
    const key = `${problem.rule} ${problem.at.file}:${problem.at.line}:${problem.at.column} ${problem.message}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}
