import type { Build, World } from "../core/build.ts";
import type { Finding } from "../core/finding.ts";
import type { Resource } from "../core/resource.ts";
import type { Rule } from "../core/rule.ts";
import { rule as namespaceIgnored } from "../schema/rules/namespace-ignored/rule.ts";
import type { Validator } from "../schema/validate.ts";
import { installedBy } from "./charts/install.ts";
import { checkResource } from "./check.ts";
import { indexResources, type IsExternal, runFileRules, runRules } from "./context.ts";
import { sourceKey } from "./documents.ts";
import { findNeighbours } from "./neighbours.ts";
import type { Reach } from "./reach.ts";
import type { Validators } from "./validators.ts";

/** What every world is linted with. */
export interface Workshop {
  rules: readonly Rule[];
  validators: Validators;
  external: IsExternal;
  /** What is there beside the tree. */
  declared: readonly Resource[];
}

/** What is said of worlds. */
export interface WorldFindings {
  /** Of single resources as builds render them. */
  rendered: Finding[];
  /** Of what meets in one cluster, or in several. */
  across: Finding[];
}

/**
 * Checks what clusters would get: what builds change of single resources, then all that meets.
 * @param worlds of the whole repository
 */
export function checkWorlds(
  worlds: readonly World[],
  reach: Reach,
  workshop: Workshop,
): WorldFindings {
  const told: WorldFindings = { rendered: [], across: [] };
  const judged: Judged = new Map();
  const nearby = findNeighbours(worlds);
  for (const world of reach.worlds) {
    checkBuilds(world, reach, workshop, judged, told.rendered);
    const near = nearby(world);
    const external: IsExternal = (reference) => workshop.external(reference) || near(reference);
    checkWorld(world, { ...workshop, external }, told.across);
  }
  if (worlds.length > 1) checkRepository(worlds, reach, workshop, told.across);
  return told;
}

/** Rendered resources that were judged, and their contents, by their source and schemas. */
type Judged = Map<string, Set<string | Resource>>;

function checkBuilds(
  world: World,
  reach: Reach,
  workshop: Workshop,
  judged: Judged,
  findings: Finding[],
): void {
  const builds = new Map<Resource, string>();
  const validator = workshop.validators.ofWorld(world);
  for (const build of world.builds.filter(reach.includes)) {
    for (const resource of build.resources)
      if (resource.changed && isNew(resource, validator.choice(resource), judged))
        builds.set(resource, build.root);
  }
  for (const [resource, build] of builds) {
    for (const finding of checkRendered(resource, validator)) findings.push({ ...finding, build });
  }
  const { rules, external } = workshop;
  runFileRules(rules, [...builds.keys()], external, (finding, resource) =>
    findings.push({ ...finding, build: builds.get(resource)! }),
  );
}

function checkWorld(world: World, workshop: Workshop, findings: Finding[]): void {
  const resources = world.builds.flatMap((build) => build.resources);
  const beside = [...installedBy(resources), ...workshop.declared];
  const roots = new Map(
    world.builds.flatMap((build) => build.files.map((file) => [file, build.root])),
  );
  runOver(workshop, "build", { resources, beside, builds: world.builds }, (finding) =>
    findings.push({ ...finding, build: roots.get(finding.at.file) ?? world.entry }),
  );
}

/** Looks at what clusters have to agree on, where a build that is reached takes part. */
function checkRepository(
  worlds: readonly World[],
  reach: Reach,
  workshop: Workshop,
  findings: Finding[],
): void {
  const found: Finding[] = [];
  runOver(workshop, "repository", { worlds }, (finding) => found.push(finding));
  if (found.length === 0) return;
  const reached = new Set(
    worlds.flatMap(({ builds }) => builds.filter(reach.includes).flatMap(({ files }) => files)),
  );
  for (const finding of found)
    if (placesOf(finding).some(({ file }) => reached.has(file))) findings.push(finding);
}

/** @returns the places that a finding is about: its own, and those that have to do with it */
export function placesOf({ at, related = [] }: Finding): Finding["at"][] {
  return [at, ...related.map((other) => other.at)];
}

/**
 * Flux and Argo CD render the same overlay, and overlays leave most of a base as it is: what came out before in another build is judged.
 * @param schemas which ones judge it
 */
function isNew(resource: Resource, schemas: string, judged: Judged): boolean {
  const key = `${sourceKey(resource)}\n${schemas}`;
  const known: Set<string | Resource> = judged.get(key) ?? new Set();
  judged.set(key, known);
  if (known.has(resource)) return false;
  const content = JSON.stringify(resource.data, (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
  const isKnown = known.has(content);
  known.add(resource).add(content);
  return !isKnown;
}

/** A namespace that kustomize or Flux sets on all that a build has is no mistake where the cluster has no use for it. */
function checkRendered(resource: Resource, validator: Validator): Finding[] {
  const found = checkResource(resource, validator, false).findings;
  return found.filter(
    ({ rule, at }) => rule !== namespaceIgnored.name || at.file === resource.file,
  );
}

/** What rules run over: nothing, where a part is left out. */
interface Ground {
  resources?: readonly Resource[];
  /** What is there without being defined by the files. */
  beside?: readonly Resource[];
  builds?: readonly Build[];
  worlds?: readonly World[];
}

function runOver(
  workshop: Workshop,
  scope: Rule["scope"],
  { resources = [], beside = [], builds = [], worlds = [] }: Ground,
  add: (finding: Finding, about: Resource) => void,
): void {
  const partial = builds.some((build) => build.partial.length > 0);
  const index = indexResources(resources);
  const present = beside.length === 0 ? index : indexResources([...resources, ...beside]);
  const scene = { index, present, builds, worlds, partial, external: workshop.external };
  runRules(workshop.rules, scope, scene, add);
}
