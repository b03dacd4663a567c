import type { Build, World } from "../core/build.ts";
import type { External } from "../core/config.ts";
import type { Finding } from "../core/finding.ts";
import { type GroupKind, groupKindOf, type Resource } from "../core/resource.ts";
import type { Report, Rule, RuleContext } from "../core/rule.ts";
import { compileGlob } from "../core/glob.ts";

/** Resources indexed once, for every rule that runs over them. */
export interface Index {
  readonly all: readonly Resource[];
  readonly byKind: ReadonlyMap<GroupKind, readonly Resource[]>;
  /** What was asked for of several kinds, kept because rules ask again and again. */
  readonly selected: Map<string, readonly Resource[]>;
  find(kind: GroupKind, namespace: string | undefined, name: string): Resource | undefined;
}

/** Indexes resources by kind and by name. */
export function indexResources(resources: readonly Resource[]): Index {
  const byKind = new Map<GroupKind, Resource[]>();
  const byName = new Map<string, Resource>();
  for (const resource of resources) {
    const kind = groupKindOf(resource.id);
    const same = byKind.get(kind);
    if (same) same.push(resource);
    else byKind.set(kind, [resource]);
    const key = nameKey(kind, resource.id.namespace, resource.id.name);
    if (!byName.has(key)) byName.set(key, resource);
  }
  return {
    all: resources,
    byKind,
    selected: new Map(),
    find: (kind, namespace, name) => byName.get(nameKey(kind, namespace, name)),
  };
}

/** What says no namespace is applied to `default`, where nothing else is told; of cluster-scoped kinds there is but one of a name. */
function nameKey(kind: GroupKind, namespace: string | undefined, name: string): string {
  return `${kind}\n${namespace ?? "default"}\n${name}`;
}

/** Tells whether something is declared as existing outside the repository. */
export type IsExternal = RuleContext["external"];

/** @param declared the configuration's `external` entries; all globs of one entry have to match */
export function compileExternal(declared: readonly External[]): IsExternal {
  const any = () => true;
  const tests = declared.map((entry) => ({
    kind: entry.kind === undefined ? any : compileGlob(entry.kind),
    namespace: entry.namespace === undefined ? any : compileGlob(entry.namespace),
    name: entry.name === undefined ? any : compileGlob(entry.name),
    host: entry.host === undefined ? undefined : compileGlob(entry.host),
  }));
  return ({ kind, namespace, name }) =>
    tests.some((test) =>
      test.host
        ? kind === "Host" && test.host(name)
        : kind !== "Host" &&
          (test.kind(kind) || test.kind(kind.slice(0, kind.indexOf(".") >>> 0))) &&
          test.namespace(namespace ?? "") &&
          test.name(name),
    );
}

/** What all rules of one run see. */
export interface Scene {
  /** What the files define. */
  readonly index: Index;
  /** That, and what charts install and services.yaml declares. */
  readonly present: Index;
  readonly builds: readonly Build[];
  readonly worlds?: readonly World[];
  readonly partial: boolean;
  readonly external: IsExternal;
}

/**
 * Runs the rules of one scope.
 * @param add gets each finding and the resource that it is about
 */
export function runRules(
  rules: readonly Rule[],
  scope: Rule["scope"],
  scene: Scene,
  add: (finding: Finding, about: Resource) => void,
): void {
  for (const rule of rules) if (rule.scope === scope) rule.check(createContext(rule, scene, add));
}

/** So many resources see all rules before the next ones do: what was just looked at is quick to look at again. */
const AT_ONCE = 100;

/**
 * Runs the rules that look at one resource.
 * @param add gets each finding and the resource that it is about
 */
export function runFileRules(
  rules: readonly Rule[],
  resources: readonly Resource[],
  external: IsExternal,
  add: (finding: Finding, about: Resource) => void,
): void {
  for (let start = 0; start < resources.length; start += AT_ONCE) {
    const index = indexResources(resources.slice(start, start + AT_ONCE));
    const scene = { index, present: index, builds: [], partial: false, external };
    runRules(rules, "file", scene, add);
  }
}

/** Makes what one rule may do over the indexed resources. */
function createContext(
  rule: Rule,
  { index, present, builds, worlds = [], partial, external }: Scene,
  add: (finding: Finding, about: Resource) => void,
): RuleContext {
  return {
    builds,
    worlds,
    partial,
    external,
    find: present.find,
    resources: (...kinds) => select(index, kinds),
    present: (...kinds) => select(present, kinds),
    report: (report) => add(toFinding(rule, report), report.resource),
  };
}

function select(index: Index, kinds: readonly GroupKind[]): readonly Resource[] {
  if (kinds.length === 0) return index.all;
  if (kinds.length === 1) return index.byKind.get(kinds[0]!) ?? [];
  const key = kinds.join("\n");
  const known = index.selected.get(key) ?? kinds.flatMap((kind) => index.byKind.get(kind) ?? []);
  index.selected.set(key, known);
  return known;
}

function toFinding(rule: Rule, report: Report): Finding {
  return {
    rule: rule.name,
    severity: report.severity ?? rule.severity,
    message: report.message,
    at: report.resource.locate(report.path, report.part),
    path: report.path,
    resource: report.resource.id,
    related: report.related,
    fix: report.fix,
  };
}
