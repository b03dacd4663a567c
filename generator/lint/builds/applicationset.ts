import { posix } from "node:path";
import { asText, isMapping, listOf } from "../../core/json.ts";
import type { Build } from "../../core/build.ts";
import { groupOf } from "../../core/resource.ts";
import type { Resource } from "../../core/resource.ts";
import type { Identity } from "./repository.ts";
import { compileShellGlob } from "./shell-glob.ts";
import type { FolderTree } from "./tree.ts";
import { renderTemplate } from "./template.ts";

export type Parameters = Readonly<Record<string, unknown>>;

export function isApplicationSet({ id }: Resource): boolean {
  return id.kind === "ApplicationSet" && groupOf(id.apiVersion) === "argoproj.io";
}

/**
 * Makes the Applications of an ApplicationSet as far as files decide them: list, git, matrix and merge generators. Generators that ask
 * a cluster or a service, and templates that need more of Go's template language, are named as left out.
 */
export function expandApplicationSet(
  owner: Resource,
  tree: FolderTree,
  identity: Identity,
): { applications: Resource[]; partial: Build["partial"] } {
  const spec = isMapping(owner.data["spec"]) ? owner.data["spec"] : {};
  const partial: Build["partial"][number][] = [];
  const leaveOut = (reason: string, path: readonly (string | number)[]) =>
    partial.push({ reason, at: owner.locate(path) });
  const go = spec["goTemplate"] === true;
  const applications: Resource[] = [];
  if (decidesBuild(spec["templatePatch"])) {
    leaveOut(`${owner.id.name}: its templatePatch changes what is applied`, [
      "spec",
      "templatePatch",
    ]);
    return { applications, partial };
  }
  listOf(spec["generators"]).forEach((generator, index) => {
    const path = ["spec", "generators", index];
    if (hasTemplate(generator)) {
      leaveOut(`${owner.id.name}: the template of this generator changes what is applied`, path);
      return;
    }
    const sets = isMapping(generator)
      ? generate(generator, { tree, identity, go, flat: !go }, 0)
      : undefined;
    if (sets === undefined) {
      leaveOut(`${owner.id.name}: files alone do not decide what this generator yields`, path);
      return;
    }
    for (const parameters of sets) {
      const application = fillTemplate(owner, spec["template"], parameters, go);
      if (typeof application === "string") {
        leaveOut(`${owner.id.name}: ${application}`, ["spec", "template"]);
        break;
      }
      applications.push(application);
    }
  });
  return { applications, partial };
}

/** Most patches are about how to sync; one of sources or destinations says what is applied, and where. */
function decidesBuild(templatePatch: unknown): boolean {
  return /\b(?:sources?|destination)\b/.test(asText(templatePatch));
}

/** A generator's own template is laid over that of the ApplicationSet. */
function hasTemplate(generator: unknown): boolean {
  if (!isMapping(generator)) return false;
  return Object.values(generator).some(
    (settings) => isMapping(settings) && isMapping(settings["template"]),
  );
}

function fillTemplate(
  owner: Resource,
  template: unknown,
  parameters: Parameters,
  go: boolean,
): Resource | string {
  const filled = fill(template, parameters, go);
  if (filled === undefined || !isMapping(filled))
    return "its template needs more than plain parameters";
  const metadata = isMapping(filled["metadata"]) ? filled["metadata"] : {};
  const namespace = owner.id.namespace;
  const name = asText(metadata["name"] ?? "");
  return {
    id: {
      apiVersion: owner.id.apiVersion,
      kind: "Application",
      ...(namespace ? { namespace } : {}),
      name,
    },
    data: {
      apiVersion: owner.id.apiVersion,
      kind: "Application",
      ...filled,
      metadata: { ...metadata, ...(namespace ? { namespace } : {}) },
    },
    file: owner.file,
    document: owner.document,
    changed: true,
    locate: (path, part) => owner.locate(["spec", "template", ...path], part),
  };
}

/** @returns the value with parameters filled in; undefined where a template cannot be read here */
function fill(value: unknown, parameters: Parameters, go: boolean): unknown {
  if (typeof value === "string")
    return value.includes("{{") ? renderTemplate(value, parameters, go) : value;
  if (Array.isArray(value)) {
    const filled = value.map((element) => fill(element, parameters, go));
    return filled.some((element, index) => element === undefined && value[index] !== undefined)
      ? undefined
      : filled;
  }
  if (!isMapping(value)) return value;
  const filled: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const name = key.includes("{{") ? renderTemplate(key, parameters, go) : key;
    filled[name ?? key] = fill(child, parameters, go);
    if (name === undefined || (filled[name] === undefined && child !== undefined)) return undefined;
  }
  return filled;
}

interface GeneratorContext {
  readonly tree: FolderTree;
  readonly identity: Identity;
  readonly go: boolean;
  readonly flat: boolean;
}

/** @returns the parameter sets of a generator; undefined where files do not decide them */
function generate(
  generator: Readonly<Record<string, unknown>>,
  context: GeneratorContext,
  depth: number,
): Parameters[] | undefined {
  if (isMapping(generator["selector"]) || depth > 2) return undefined;
  if (isMapping(generator["list"])) return generateList(generator["list"], context);
  if (isMapping(generator["git"])) return generateGit(generator["git"], context);
  for (const kind of ["matrix", "merge"] as const) {
    const combination = generator[kind];
    if (!isMapping(combination)) continue;
    const children = listOf(combination["generators"]);
    if (kind === "matrix") return combineMatrix(children, context, depth);
    const sets = children.map((child) =>
      isMapping(child) ? generate(child, context, depth + 1) : undefined,
    );
    return sets.some((set) => set === undefined)
      ? undefined
      : combineMerge(sets as Parameters[][], listOf(combination["mergeKeys"]).map(String));
  }
  return undefined;
}

function generateList(
  list: Readonly<Record<string, unknown>>,
  { flat }: GeneratorContext,
): Parameters[] | undefined {
  if (list["elementsYaml"] !== undefined) return undefined;
  return listOf(list["elements"]).flatMap((element) =>
    isMapping(element) ? [flat ? flatten(element) : element] : [],
  );
}

/** The second child of a matrix may use the parameters of the first. */
function combineMatrix(
  children: readonly unknown[],
  context: GeneratorContext,
  depth: number,
): Parameters[] | undefined {
  const [first, second] = children;
  if (children.length !== 2 || !isMapping(first) || !isMapping(second)) return undefined;
  const outer = generate(first, context, depth + 1);
  if (!outer) return undefined;
  const result: Parameters[] = [];
  for (const parameters of outer) {
    const filled = fill(second, parameters, context.go);
    const inner = isMapping(filled) ? generate(filled, context, depth + 1) : undefined;
    if (!inner) return undefined;
    for (const more of inner) result.push({ ...parameters, ...more });
  }
  return result;
}

function combineMerge(sets: readonly Parameters[][], keys: readonly string[]): Parameters[] {
  const keyOf = (parameters: Parameters) =>
    JSON.stringify(keys.map((key) => parameters[key] ?? null));
  const [base, ...others] = sets;
  return (base ?? []).map((parameters) => {
    let merged = parameters;
    for (const set of others)
      merged = { ...merged, ...set.find((other) => keyOf(other) === keyOf(parameters)) };
    return merged;
  });
}

function generateGit(
  git: Readonly<Record<string, unknown>>,
  context: GeneratorContext,
): Parameters[] | undefined {
  const { tree, identity } = context;
  if (identity.isThis(typeof git["repoURL"] === "string" ? git["repoURL"] : undefined) === false)
    return undefined;
  const prefix = typeof git["pathParamPrefix"] === "string" ? git["pathParamPrefix"] : "";
  const values = (parameters: Parameters): Parameters[] => {
    const filled = fill(git["values"] ?? {}, parameters, context.go);
    if (!isMapping(filled) || Object.keys(filled).length === 0) return [parameters];
    return [
      context.flat
        ? { ...parameters, ...flatten({ values: filled }) }
        : { ...parameters, values: filled },
    ];
  };
  const directories = listOf(git["directories"]).filter(isMapping);
  if (directories.length > 0) {
    return allFolders(tree)
      .filter((folder) => isChosen(folder, directories))
      .flatMap((folder) => values(pathParameters(folder, undefined, prefix, context)));
  }
  const files = listOf(git["files"]).filter(isMapping);
  const chosen = tree.paths.filter((path) => isChosen(path, files));
  return chosen.flatMap((path) => {
    const value = tree.parse(path)?.documents[0]?.value;
    return (Array.isArray(value) ? value : [value]).flatMap((entry) => {
      const content = isMapping(entry) ? entry : {};
      return values({
        ...(context.flat ? flatten(content) : content),
        ...pathParameters(posix.dirname(path), posix.basename(path), prefix, context),
      });
    });
  });
}

function isChosen(path: string, patterns: readonly Readonly<Record<string, unknown>>[]): boolean {
  const matches = (pattern: Readonly<Record<string, unknown>>) =>
    compileShellGlob(asText(pattern["path"] ?? ""), true)(path);
  return (
    patterns.some((pattern) => pattern["exclude"] !== true && matches(pattern)) &&
    !patterns.some((pattern) => pattern["exclude"] === true && matches(pattern))
  );
}

function allFolders(tree: FolderTree): string[] {
  const walk = (folder: string): string[] =>
    tree.foldersIn(folder).flatMap((name) => {
      const path = folder === "." ? name : `${folder}/${name}`;
      return name.startsWith(".") ? [] : [path, ...walk(path)];
    });
  return walk(".");
}

function pathParameters(
  folder: string,
  file: string | undefined,
  prefix: string,
  { flat }: GeneratorContext,
): Parameters {
  const basename = posix.basename(folder);
  const names = {
    basename,
    basenameNormalized: normalizeName(basename),
    ...(file === undefined ? {} : { filename: file, filenameNormalized: normalizeName(file) }),
  };
  const segments = folder.split("/");
  if (!flat) {
    const path = { path: folder, ...names, segments };
    return prefix === "" ? { path } : { [prefix]: { path } };
  }
  const start = prefix === "" ? "path" : `${prefix}.path`;
  return {
    [start]: folder,
    ...Object.fromEntries(Object.entries(names).map(([key, value]) => [`${start}.${key}`, value])),
    ...Object.fromEntries(segments.map((segment, index) => [`${start}[${index}]`, segment])),
  };
}

/** As Argo CD makes a name that DNS accepts. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, "-")
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, "");
}

function flatten(value: Readonly<Record<string, unknown>>, prefix = ""): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof child === "object" && child !== null)
      Object.assign(result, flatten(child as Record<string, unknown>, name));
    else result[name] = asText(child);
  }
  return result;
}
