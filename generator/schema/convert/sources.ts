import { isMapping } from "../../core/json.ts";
import type { ConvertProblem } from "./pack.ts";

/** One entry of `schemas/sources.yaml`: a pinned Go module and the files in it that schemas are made from. */
export interface SchemaModule {
  /** What `schemas list` calls it. */
  name: string;
  module: string;
  version: string;
  /** The `h1:` sum of the module's zip, as `go mod download -json` prints it and go.sum keeps it. */
  sum: string;
  licence: string;
  /** Files or folders of CRDs; where two have the same kind and version, the first counts. */
  crds: readonly string[];
  /** Folder of the API server's OpenAPI v3 documents, for the built-in kinds. */
  openapi?: string;
  /** Folder of the packs inside `schemas/`; the built-in kinds of another Kubernetes minor lie in `kubernetes-<minor>`. */
  folder: string;
}

const SUM = /^h1:[A-Za-z0-9+/]{43}=$/;

/**
 * Reads sources.yaml.
 * @param data the file's value
 * @returns what is named, and problems with paths into the file; entries with a problem are left out
 */
export function readSources(data: unknown): {
  modules: SchemaModule[];
  problems: ConvertProblem[];
} {
  const problems: ConvertProblem[] = [];
  const list = isMapping(data) ? data.sources : undefined;
  if (!Array.isArray(list))
    return { modules: [], problems: [{ message: "sources must be a list", path: ["sources"] }] };
  const modules: SchemaModule[] = [];
  for (const [index, each] of list.entries()) {
    const found = isMapping(each)
      ? problemsOf(each)
      : [{ message: "a source must be a mapping", path: [] }];
    problems.push(
      ...found.map(({ message, path }) => ({ message, path: ["sources", index, ...path] })),
    );
    if (found.length > 0) continue;
    const { name, module, version, sum, licence, crds, openapi, folder } = each as Record<
      string,
      string
    > & { crds?: string[] };
    modules.push({
      name,
      module,
      version,
      sum,
      licence,
      crds: crds ?? [],
      openapi,
      folder: folder ?? "",
    } as SchemaModule);
  }
  return { modules, problems };
}

function problemsOf(entry: Readonly<Record<string, unknown>>): ConvertProblem[] {
  const problems: ConvertProblem[] = [];
  for (const field of ["name", "module", "version", "sum", "licence"]) {
    if (typeof entry[field] !== "string" || entry[field] === "")
      problems.push({ message: `${field} must be a non-empty string`, path: [field] });
  }
  if (typeof entry.sum === "string" && !SUM.test(entry.sum))
    problems.push({ message: "sum must be an h1: sum as go.sum has it", path: ["sum"] });
  if (entry.crds === undefined && entry.openapi === undefined)
    problems.push({ message: "a source needs crds or openapi", path: [] });
  if (entry.crds !== undefined && !(Array.isArray(entry.crds) && entry.crds.every(isInside))) {
    problems.push({ message: "crds must be a list of paths inside the module", path: ["crds"] });
  }
  for (const field of ["openapi", "folder"]) {
    if (entry[field] !== undefined && !isInside(entry[field]))
      problems.push({ message: `${field} must be a path without ..`, path: [field] });
  }
  return problems;
}

function isInside(path: unknown): boolean {
  return (
    typeof path === "string" &&
    path !== "" &&
    !path.startsWith("/") &&
    !path.split("/").includes("..")
  );
}

/**
 * @param module path of a Go module
 * @returns the folder that the Go module cache keeps it in: upper-case letters become `!` and the lower-case letter
 * Source: golang.org/x/mod `module.EscapePath`
 */
export function cachePath(module: string, version: string): string {
  return `${module.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)}@${version}`;
}
