import { planTree } from "./components/index.ts";
import type { LintConfig } from "./core/config.ts";
import type { Finding } from "./core/finding.ts";
import type { Tree } from "./core/tree.ts";
import { packageFolder, readFolder } from "./disk/assets.ts";
import { packSource, SHIPPED_PACKS } from "./disk/packs.ts";
import { lintWith } from "./commands/lint-with.ts";
import { readSettings } from "./commands/settings.ts";
import { renderTree } from "./render/render.ts";
import type { Summary } from "./report/types.ts";
import type { JsonSchema, SchemaSource } from "./schema/types.ts";
import { loadServices } from "./services/load.ts";

export type { LintConfig } from "./core/config.ts";
export type { Finding, Fix, Location, Severity } from "./core/finding.ts";
export { toPointer, type Path } from "./core/path.ts";
export type { ResourceId } from "./core/resource.ts";
export type { Tree } from "./core/tree.ts";
export { type Format, formats, reporters } from "./report/reporters.ts";
export type { Report, ReportContext, Reporter, Summary } from "./report/types.ts";
export type { JsonSchema, SchemaSource } from "./schema/types.ts";

export interface GenerateOptions {
  /** The input's name, for positions and for the first line of generated files. Default `services.yaml`. */
  file?: string;
  /** What is in the repository already: `custom/` components that overlays include, and templates of the user's under `templates/`. */
  existing?: Tree;
}

export interface GenerateResult {
  /** The whole tree; absent when a finding is an error. */
  tree?: Tree;
  /** About services.yaml and about templates, in the order of the file. */
  findings: Finding[];
  /** Block `lint` of services.yaml, for `lint`. */
  config: LintConfig;
}

/**
 * Generates the tree that a services.yaml describes. Reads no file but the templates that this package ships.
 * @param services the text of services.yaml
 * @returns the tree, or every problem of the input; never throws for what a user wrote
 */
export function generate(
  services: string,
  { file = "services.yaml", existing = new Map() }: GenerateOptions = {},
): GenerateResult {
  const loaded = loadServices(services, file);
  const config = loaded.lint ?? {};
  if (!loaded.fleet) return { findings: loaded.findings, config };
  const own = [...existing.keys()]
    .filter((path) => path.startsWith("templates/"))
    .map((path) => [path, existing.get(path)!] as const);
  const templates = new Map([...readFolder(packageFolder, "templates"), ...own]);
  const { tree, findings } = renderTree(
    planTree(loaded.fleet, new Set(existing.keys())),
    templates,
  );
  const all = [...loaded.findings, ...findings];
  return all.some(({ severity }) => severity === "error")
    ? { findings: all, config }
    : { tree, findings: all, config };
}

export interface LintOptions {
  /** Settings; default: block `lint` of the tree's services.yaml and its `.meshwright.yaml`. */
  config?: LintConfig;
  /** Schemas that count before the shipped ones, by `<group>/<version>/<kind>`, or as a source that finds them. */
  schemas?: ReadonlyMap<string, JsonSchema> | SchemaSource;
  /** Kubernetes minor whose built-in kinds count, such as `1.36`. Default: the newest that is shipped. */
  kubernetes?: string;
  /** Report on these files and the builds that they reach. Default: on all. */
  only?: ReadonlySet<string>;
  /** URLs under which Flux and Argo CD know this repository. */
  remotes?: readonly string[];
}

export interface LintResult {
  /** Sorted by file, line, column and rule. */
  findings: readonly Finding[];
  summary: Summary;
}

/**
 * Checks a tree: every file by itself, what each build would apply, and all that meets in one cluster. Reads no file but the schemas
 * that this package ships.
 * @param tree path → text of a repository, generated or not
 */
export function lint(tree: Tree, options: LintOptions = {}): LintResult {
  const read = readSettings(tree);
  const settings = options.config
    ? { ...read, config: options.config, acknowledgements: [] }
    : read;
  const only = options.only && new Set(options.only);
  const findings = read.findings.filter(({ at }) => only === undefined || only.has(at.file));
  const schemas = [
    ...(options.schemas ? [toSource(options.schemas)] : []),
    packSource(SHIPPED_PACKS, options.kubernetes),
  ];
  return lintWith(settings, schemas, {
    tree,
    only,
    findings,
    remotes: [...(options.remotes ?? [])],
  });
}

function toSource(schemas: ReadonlyMap<string, JsonSchema> | SchemaSource): SchemaSource {
  if ("find" in schemas) return schemas;
  return { find: (group, version, kind) => schemas.get(`${group}/${version}/${kind}`) };
}
