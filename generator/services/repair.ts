import { isMapping } from "../core/json.ts";
import { valueAt, type Path } from "../core/path.ts";
import { suggest } from "../core/suggest.ts";
import type { InputProblem } from "../schema/input.ts";
import { servicesSchema, type ServicesInput } from "./schema.ts";
import { findShapeProblems } from "./shape.ts";

/** A services.yaml without what does not fit the schema, so that the rest can still be checked. */
export interface Repaired {
  input: ServicesInput;
  /** Blocks that something was taken out of, such as `metallb`, wherever they stand. */
  touched: ReadonlySet<string>;
  /** Services that something was taken out of. */
  services: ReadonlySet<string>;
}

/** Fields without which nothing can be checked get a value that no check complains of. */
const placeholders: Readonly<Record<string, unknown>> = {
  version: 1,
  git: { url: "https://git.invalid/repository.git" },
};

/**
 * Takes out what is wrong.
 * @param data the file's data
 * @param problems what is wrong with them
 * @returns data that fit the schema, or undefined when too little is left of them
 */
export function repair(data: unknown, problems: readonly InputProblem[]): Repaired | undefined {
  const repaired = structuredClone(data) as Record<string, unknown>;
  const touched = new Set<string>();
  const services = new Set<string>();
  let open = problems;
  for (let round = 0; open.length > 0 && round < 10; round++) {
    for (const problem of open) {
      note(problem, touched, services);
      takeOut(repaired, problem);
    }
    open = findShapeProblems(repaired, servicesSchema);
  }
  return open.length === 0 ? { input: repaired as ServicesInput, touched, services } : undefined;
}

const blocks = [
  "git",
  "gitops",
  "domain",
  "mesh",
  "metallb",
  "dashboards",
  "flux",
  "argocd",
  "lint",
  "clusters",
  "services",
];

function note({ kind, path }: InputProblem, touched: Set<string>, services: Set<string>): void {
  const [top, name, inner] = path.map(String);
  const inCluster = top === "clusters" && inner !== undefined;
  const field = (inCluster ? inner : top) ?? "";
  const isBlock = blocks.includes(field);
  touched.add(isBlock || !inCluster ? field : "clusters");
  if (!isBlock && kind === "unknown-field") touched.add(suggest(field, blocks) ?? "clusters");
  if (top === "services" && name !== undefined) services.add(name);
}

function takeOut(data: Record<string, unknown>, { kind, path }: InputProblem): void {
  if (path.length === 0 && kind === "required") {
    for (const [field, value] of Object.entries(placeholders)) data[field] ??= value;
    return;
  }
  const [first] = path;
  if (path.length <= 2 && typeof first === "string" && Object.hasOwn(placeholders, first)) {
    data[first] = placeholders[first];
    return;
  }
  remove(data, path);
}

/** Removes a field. What lies in a list goes with the whole list, so that the places of the others stay what they are. */
function remove(data: Record<string, unknown>, path: Path): void {
  const inList = path.findIndex((part) => typeof part === "number");
  const target = inList < 0 ? path : path.slice(0, inList);
  const field = target.at(-1);
  const parent = valueAt(data, target.slice(0, -1));
  if (isMapping(parent) && field !== undefined) delete parent[field];
}
