import type { Build, World } from "../core/build.ts";
import type { LintConfig } from "../core/config.ts";
import type { Finding, Location } from "../core/finding.ts";
import { compileGlob } from "../core/glob.ts";
import type { Resource } from "../core/resource.ts";
import type { Rule } from "../core/rule.ts";
import type { Tree } from "../core/tree.ts";
import type { SchemaSource } from "../schema/types.ts";
import type { Validator } from "../schema/validate.ts";
import { sourceTree } from "./source.ts";
import { findBroken } from "./broken.ts";
import { findWorlds } from "./builds/worlds.ts";
import { installedBy } from "./charts/install.ts";
import { checkFile, checkResource } from "./check.ts";
import { classify } from "./classify.ts";
import { compileExternal, createContext, indexResources, type IsExternal } from "./context.ts";
import { readCrds } from "./crds.ts";
import { sourceKey } from "./documents.ts";
import { findReach, type Reach } from "./reach.ts";
import { ruleNames, rules as allRules } from "./rules/registry.ts";
import { applySettings } from "./settings.ts";
import { reportUnchecked } from "./unchecked.ts";
import { applySuppressions } from "./suppress.ts";
import { createValidators, type Validators } from "./validators.ts";

export interface LintInput {
  /** Every file of the repository that builds may need; binary files left out. */
  tree: Tree;
  /** Where schemas come from, in order of precedence. CRDs of the tree come before all of them. */
  schemas: readonly SchemaSource[];
  config?: LintConfig;
  /** Report on these files and on the builds that they reach; absent: on everything. */
  only?: ReadonlySet<string>;
  /** Findings of other stages about files of this tree, such as those of services.yaml: settings and suppressions apply to them too. */
  findings?: readonly Finding[];
  /** URLs under which this repository is known to Flux and Argo CD. */
  remotes?: readonly string[];
  rules?: readonly Rule[];
  /** Every rule that a suppression may name; absent: those of lint. */
  known?: readonly string[];
  /** `file`: look at each file by itself, at no builds. Default: at builds too. */
  scope?: Rule["scope"];
  /** What exists beside the tree, such as the Services that services.yaml sends requests to: references may lead to it. */
  declared?: readonly Resource[];
}

export interface LintResult {
  /** Sorted by file, line, column and rule. */
  findings: Finding[];
  /** Files that were checked, and documents in them. */
  files: number;
  documents: number;
  /** Resources of kinds that no schema is known for. */
  unchecked: number;
  /** Indexes of the configuration's acknowledgements that matched nothing. */
  unusedAcknowledgements: number[];
}

/** Checks a tree: every file by itself, then what each build would apply, then all that meets in one cluster. */
export function lintTree(input: LintInput): LintResult {
  const ignored = (input.config?.ignore ?? []).map(compileGlob);
  const source = sourceTree(input.tree, (path) => ignored.some((matches) => matches(path)));
  const rules = input.rules ?? allRules;
  const external = compileExternal(input.config?.external ?? []);
  const findings: Finding[] = [...(input.findings ?? [])];
  const roles = classify(source.paths, source.yaml);
  const crds = readCrds(source, roles);
  const { worlds, problems, parts } =
    input.scope === "file"
      ? { worlds: [], problems: [], parts: [] }
      : findWorlds(source, { remotes: input.remotes });
  for (const path of parts) roles.set(path, "patch"); // what they are added to may complete them
  const validators = createValidators(crds, input.schemas, worlds);
  const reach = findReach(worlds, problems, input.only, source.has);
  findings.push(...crds.findings, ...reach.problems);

  const result = { files: 0, documents: 0, unchecked: [] as Resource[] };
  const alone: Resource[] = [];
  const rendered = renderedSources(worlds);
  for (const [path, role] of roles) {
    if (input.only && !input.only.has(path)) continue;
    const checked = checkFile(
      source.yaml(path)!,
      role,
      validators.ofFile(path),
      (resource) => !rendered.changedOnly.has(sourceKey(resource)),
      rendered.built.has(path),
    );
    result.files++;
    result.documents += checked.documents;
    result.unchecked.push(...checked.unchecked);
    findings.push(...checked.findings);
    if (role !== "patch")
      alone.push(
        ...checked.resources.filter((resource) => !rendered.changedOnly.has(sourceKey(resource))),
      );
  }
  const workshop: Workshop = {
    rules,
    validators,
    external,
    declared: input.declared ?? [],
    judged: new Map(),
  };
  findings.push(
    ...reportUnchecked(
      result.unchecked.filter(({ file }) => roles.get(file) !== "patch"),
      input.schemas,
    ),
  );
  const isBroken = findBroken(findings, source);
  runRules(workshop, "file", { resources: alone }, (finding) => findings.push(finding));
  for (const world of reach.worlds) lintWorld(world, reach, workshop, isBroken, findings);
  lintRepository(worlds, reach, workshop, isBroken, findings);

  const suppressed = applySuppressions(
    unique(findings),
    source,
    input.known ?? ruleNames,
    input.only,
  );
  const settled = applySettings(suppressed, input.config ?? {});
  return {
    findings: settled.findings.sort(byPlace),
    files: result.files,
    documents: result.documents,
    unchecked: result.unchecked.length,
    unusedAcknowledgements: settled.unused,
  };
}

/** What every world is linted with. */
interface Workshop {
  rules: readonly Rule[];
  validators: Validators;
  external: IsExternal;
  declared: readonly Resource[];
  /** Contents of rendered resources that were judged, by their source. */
  judged: Map<string, Set<string>>;
}

/** @param isBroken is a mistake told of this place already? What follows from it across files is not */
function lintWorld(
  world: World,
  reach: Reach,
  workshop: Workshop,
  isBroken: (at: Location) => boolean,
  findings: Finding[],
): void {
  const builds = new Map<Resource, string>();
  const validator = workshop.validators.ofWorld(world);
  for (const build of world.builds.filter(reach.includes)) {
    for (const resource of build.resources)
      if (resource.changed && isNew(resource, validator.choice(resource), workshop.judged))
        builds.set(resource, build.root);
  }
  for (const [resource, build] of builds) {
    for (const finding of checkRendered(resource, validator)) findings.push({ ...finding, build });
  }
  runRules(workshop, "file", { resources: [...builds.keys()] }, (finding, resource) =>
    findings.push({ ...finding, build: builds.get(resource)! }),
  );
  const resources = world.builds.flatMap((build) => build.resources);
  const across: Finding[] = [];
  const beside = [...installedBy(resources), ...workshop.declared];
  runRules(workshop, "build", { resources, beside, builds: world.builds }, (finding) =>
    across.push(finding),
  );
  const roots = new Map(
    world.builds.flatMap((build) => build.files.map((file) => [file, build.root])),
  );
  for (const finding of across) {
    if (placesOf(finding).some(isBroken)) continue;
    findings.push({ ...finding, build: roots.get(finding.at.file) ?? world.entry });
  }
}

/** Looks at what clusters have to agree on, where a build that is reached takes part. */
function lintRepository(
  worlds: readonly World[],
  reach: Reach,
  workshop: Workshop,
  isBroken: (at: Location) => boolean,
  findings: Finding[],
): void {
  if (worlds.length < 2) return;
  const across: Finding[] = [];
  runRules(workshop, "repository", { worlds }, (finding) => across.push(finding));
  if (across.length === 0) return;
  const reached = new Set(
    worlds.flatMap(({ builds }) => builds.filter(reach.includes).flatMap(({ files }) => files)),
  );
  for (const finding of across) {
    const places = placesOf(finding);
    if (places.some(({ file }) => reached.has(file)) && !places.some(isBroken))
      findings.push(finding);
  }
}

function placesOf({ at, related = [] }: Finding): Location[] {
  return [at, ...related.map((other) => other.at)];
}

/**
 * Flux and Argo CD render the same overlay, and overlays leave most of a base as it is: what came out before in another build is judged.
 * @param schemas which ones judge it
 * @param judged contents of resources, by their source and schemas
 */
function isNew(resource: Resource, schemas: string, judged: Map<string, Set<string>>): boolean {
  const content = JSON.stringify(resource.data, (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
  const key = `${sourceKey(resource)}\n${schemas}`;
  const known = judged.get(key) ?? new Set();
  judged.set(key, known);
  if (known.has(content)) return false;
  known.add(content);
  return true;
}

/** A namespace that kustomize or Flux sets on all that a build has is no mistake where the cluster has no use for it. */
function checkRendered(resource: Resource, validator: Validator): Finding[] {
  const found = checkResource(resource, validator, false).findings;
  return found.filter(
    ({ rule, at }) => rule !== "schema/namespace-ignored" || at.file === resource.file,
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

function runRules(
  workshop: Workshop,
  scope: Rule["scope"],
  { resources = [], beside = [], builds = [], worlds = [] }: Ground,
  add: (finding: Finding, about: Resource) => void,
): void {
  const partial = builds.some((build) => build.partial.length > 0);
  const index = indexResources(resources);
  const present = beside.length === 0 ? index : indexResources([...resources, ...beside]);
  const scene = { index, present, builds, worlds, partial, external: workshop.external };
  for (const rule of workshop.rules)
    if (rule.scope === scope) rule.check(createContext(rule, scene, add));
}

/**
 * What of the sources reaches a cluster only as builds render it.
 * @returns `changedOnly`: objects that every build which holds them changes; `built`: files that are in builds, and in no plain one
 */
function renderedSources(worlds: readonly World[]): {
  changedOnly: ReadonlySet<string>;
  built: ReadonlySet<string>;
} {
  const changed = new Set<string>();
  const unchanged = new Set<string>();
  const built = new Set<string>();
  const plain = new Set<string>();
  for (const { resources, files, engine } of worlds.flatMap((world) => world.builds)) {
    for (const resource of resources)
      (resource.changed ? changed : unchanged).add(sourceKey(resource));
    for (const file of files) (engine === "plain" ? plain : built).add(file);
  }
  const without = (all: ReadonlySet<string>, others: ReadonlySet<string>) =>
    new Set([...all].filter((key) => !others.has(key)));
  return { changedOnly: without(changed, unchanged), built: without(built, plain) };
}

/** One mistake is one finding, however many builds it shows in. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, column } = finding.at;
    const key = `${finding.rule}\n${file}\n${line}\n${column}\n${finding.message}`;
    if (!seen.has(key)) seen.set(key, finding);
  }
  return [...seen.values()];
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compare(a.rule, b.rule)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
