import type { GroupStep } from "../../core/finding.ts";
import { isMapping, listOf } from "../../core/json.ts";
import { type Path, valueAt } from "../../core/path.ts";
import { groupOf, type Resource } from "../../core/resource.ts";
import { textOf } from "../builds/kustomize/item.ts";
import { readKustomization } from "../builds/kustomize/kustomization.ts";
import { createRenderer } from "../builds/kustomize/render.ts";
import { openFolders } from "../builds/tree.ts";
import type { SourceTree } from "../source.ts";
import { joinInto, type Plan } from "./fields.ts";

/** A field that a variable is written in. */
interface Use {
  readonly name: string;
  readonly resource: Resource;
  readonly fieldPath: string;
  /** Where in the field it stands, when that holds more than the variable. */
  readonly options?: { readonly delimiter: string; readonly index: number };
}

/**
 * Plans replacements that do what vars do. The fields are those that differ when the folder is rendered without vars; `$(NAME)` stays
 * in them, for a replacement writes over it.
 * @param source the repository
 * @param folder that of the kustomization
 * @returns the plan, or why there is none
 */
export function planVariables(source: SourceTree, folder: string): Plan | string {
  const tree = openFolders(source);
  const kustomization = readKustomization(tree, folder)?.kustomization;
  if (!kustomization) return "the kustomization cannot be read";
  const entries = listOf(kustomization.data["vars"]);
  const without = { ...kustomization, data: { ...kustomization.data, vars: undefined } };
  const renderer = createRenderer(tree, { restrict: false });
  const before = renderer.render(folder, without)?.resources ?? [];
  const after = renderer.render(folder)?.resources ?? [];
  const uses = findUses(before, after);
  if (typeof uses === "string") return uses;
  const steps: GroupStep[] = [];
  for (const [index, entry] of entries.entries()) {
    const name = isMapping(entry) ? textOf(entry["name"]) : "";
    const own = uses.filter((use) => use.name === name);
    if (!isMapping(entry) || !isMapping(entry["objref"])) return `entry ${index} has no objref`;
    if (own.length === 0)
      return `nothing in ${folder} uses $(${name}); remove it if nothing else does`;
    const to = { source: sourceOf(entry), targets: targetsOf(own, source) };
    steps.push({ op: "rewrite", path: ["vars", index], to });
  }
  return { steps: [...steps, joinInto("vars", "replacements")], shownBy: "builds" };
}

function sourceOf(entry: Readonly<Record<string, unknown>>): Record<string, string> {
  const objref = entry["objref"] as Readonly<Record<string, unknown>>;
  const fieldref = isMapping(entry["fieldref"]) ? entry["fieldref"] : {};
  const group = textOf(objref["group"]) || groupOf(textOf(objref["apiVersion"]));
  const namespace = textOf(objref["namespace"]);
  const fieldPath = textOf(fieldref["fieldPath"] ?? fieldref["fieldpath"]) || "metadata.name";
  return {
    ...(group === "" ? {} : { group }),
    kind: textOf(objref["kind"]),
    name: textOf(objref["name"]),
    ...(namespace === "" ? {} : { namespace }),
    fieldPath: fieldPath.replaceAll(/\[(\d+)\]/g, ".$1"),
  };
}

/** One target for all fields of an object that hold nothing but the variable, and one for each other field. */
function targetsOf(uses: readonly Use[], source: SourceTree): unknown[] {
  const targets: { select: unknown; fieldPaths: string[]; options?: Use["options"] }[] = [];
  const whole = new Map<Resource, string[]>();
  for (const { resource, fieldPath, options } of uses) {
    const known = options ? undefined : whole.get(resource);
    if (known) {
      known.push(fieldPath);
      continue;
    }
    const target = { select: selectorOf(resource, source), fieldPaths: [fieldPath] };
    targets.push({ ...target, ...(options && { options }) });
    if (!options) whole.set(resource, target.fieldPaths);
  }
  return targets;
}

/** Selects an object by the name that it has in its file: kustomize knows objects by their former names too. */
function selectorOf({ id, file, document, at }: Resource, source: SourceTree): unknown {
  const documents = source.yaml(file)?.documents ?? [];
  const written = valueAt(documents.find(({ index }) => index === document)?.value, at ?? []);
  const metadata = isMapping(written) && isMapping(written["metadata"]) ? written["metadata"] : {};
  const isWritten = isMapping(written) && written["kind"] === id.kind;
  const namespace = textOf(metadata["namespace"]);
  return {
    kind: id.kind,
    name: isWritten ? textOf(metadata["name"]) : id.name.replace(/-[a-z0-9]{10}$/, ""),
    ...(namespace === "" ? {} : { namespace }),
  };
}

function findUses(before: readonly Resource[], after: readonly Resource[]): Use[] | string {
  if (before.length !== after.length) return "the build cannot be rendered without vars";
  const uses: Use[] = [];
  for (const [index, resource] of before.entries()) {
    for (const path of differences(resource.data, after[index]!.data, [])) {
      const found = usesIn(resource, path);
      if (typeof found === "string") return found;
      uses.push(...found);
    }
  }
  return uses;
}

function differences(before: unknown, after: unknown, path: Path): Path[] {
  if (Array.isArray(before) && Array.isArray(after))
    return before.flatMap((item, index) => differences(item, after[index], [...path, index]));
  if (isMapping(before) && isMapping(after))
    return Object.keys(before).flatMap((key) =>
      differences(before[key], after[key], [...path, key]),
    );
  return before === after ? [] : [path];
}

function usesIn(resource: Resource, path: Path): Use[] | string {
  const text = valueAt(resource.data, path);
  const place = `${path.join(".")} of ${resource.id.kind} "${resource.id.name}"`;
  if (typeof text !== "string" || text.includes("$$")) return `${place} is more than variables`;
  const fieldPath = fieldPathOf(resource.data, path);
  const uses: Use[] = [];
  for (const match of text.matchAll(/\$\(([^)]*)\)/g)) {
    const [token, name] = match as unknown as [string, string];
    if (text === token) return [{ name, resource, fieldPath }];
    const options = optionsFor(text, token, match.index);
    if (!options)
      return `${token} in ${place} does not stand between two characters of one kind, as a replacement needs`;
    uses.push({ name, resource, fieldPath, options });
  }
  return uses.reverse(); // a value that holds the delimiter moves only what stands behind it
}

/** The part of a text between delimiters that is the variable; as in ConvertVarsToReplacements of kustomize. */
function optionsFor(text: string, token: string, at: number): Use["options"] {
  const previous = text[at - 1];
  const next = text[at + token.length];
  const delimiter = previous ?? next;
  if (delimiter === undefined || (next !== undefined && next !== delimiter)) return undefined;
  const index = text.slice(0, at).split(delimiter).length - 1;
  return text.split(delimiter)[index] === token ? { delimiter, index } : undefined;
}

/** An element of a list is chosen by its name where that leaves no doubt. */
function fieldPathOf(data: unknown, path: Path): string {
  return path
    .map((part, depth) => {
      if (typeof part === "string") return part.includes(".") ? `[${part}]` : part;
      const list = listOf(valueAt(data, path.slice(0, depth)));
      const name = nameOf(list[part]);
      const isPlain = name !== undefined && /^[A-Za-z0-9_-]+$/.test(name);
      const alike = list.filter((item) => nameOf(item)?.includes(name ?? ""));
      return isPlain && alike.length === 1 ? `[name=${name}]` : String(part);
    })
    .join(".");
}

function nameOf(item: unknown): string | undefined {
  return isMapping(item) && typeof item["name"] === "string" ? item["name"] : undefined;
}
