import type { World } from "../core/build.ts";
import type { LintConfig } from "../core/config.ts";
import type { Finding } from "../core/finding.ts";
import { compileGlob } from "../core/glob.ts";
import type { Resource } from "../core/resource.ts";
import type { Rule } from "../core/rule.ts";
import type { Tree } from "../core/tree.ts";
import type { SchemaSource } from "../schema/types.ts";
import { checkWorlds, placesOf } from "./across.ts";
import { checkFiles } from "./files.ts";
import { findBroken } from "./broken.ts";
import { findWorlds } from "./builds/worlds.ts";
import { classify } from "./classify.ts";
import { compileExternal, runFileRules } from "./context.ts";
import { readCrds } from "./crds.ts";
import { sourceKey } from "./documents.ts";
import { findReach } from "./reach.ts";
import { ruleNames, rules as allRules } from "./rules/registry.ts";
import { applySettings } from "./settings.ts";
import { sourceTree } from "./source.ts";
import { applySuppressions } from "./suppress.ts";
import { reportUnchecked } from "./unchecked.ts";
import { createValidators } from "./validators.ts";

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
  const roles = classify(source.paths, source.yaml);
  const crds = readCrds(source, roles);
  const { worlds, problems, parts, bases } =
    input.scope === "file"
      ? { worlds: [], problems: [], parts: [], bases: [] }
      : findWorlds(source, { remotes: input.remotes, roles });
  for (const path of parts) roles.set(path, "patch"); // what they are added to may complete them
  const validators = createValidators(crds, input.schemas, worlds);
  const reach = findReach(worlds, problems, input.only, source.has);
  const given = [...(input.findings ?? []), ...crds.findings, ...reach.problems];

  const rendered = renderedSources(worlds);
  const unapplied = new Set(bases);
  const tasks = [...roles]
    .filter(([path]) => input.only === undefined || input.only.has(path))
    .map(([path, role]) => ({
      path,
      role,
      isBuilt: rendered.built.has(path),
      isBase: role === "manifest" && unapplied.has(path),
    }));
  const files = checkFiles(
    tasks,
    source,
    validators.ofFile,
    (resource) => !rendered.changedOnly.has(sourceKey(resource)),
  );
  const built = checkWorlds(worlds, reach, {
    rules,
    validators,
    external,
    declared: input.declared ?? [],
  });
  const ruled: Finding[] = [];
  runFileRules(rules, files.alone, external, (finding) => ruled.push(finding));
  const unchecked = files.unchecked.filter(({ file }) => roles.get(file) !== "patch");
  const ofFiles = [...given, ...files.findings, ...reportUnchecked(unchecked, input.schemas)];
  const isBroken = findBroken(ofFiles, source);
  const across = built.across.filter((finding) => !placesOf(finding).some(isBroken));
  const findings = [...ofFiles, ...ruled, ...built.rendered, ...across];

  const suppressed = applySuppressions(
    unique(findings),
    source,
    input.known ?? ruleNames,
    input.only,
  );
  const settled = applySettings(suppressed, input.config ?? {});
  return {
    findings: settled.findings.sort(byPlace),
    files: tasks.length,
    documents: files.documents,
    unchecked: files.unchecked.length,
    unusedAcknowledgements: settled.unused,
  };
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
