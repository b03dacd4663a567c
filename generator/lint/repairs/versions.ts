import type { Fix } from "../../core/finding.ts";
import { isMapping, listOf } from "../../core/json.ts";
import { type Path, valueAt } from "../../core/path.ts";
import { groupOf, versionOf } from "../../core/resource.ts";
import { readYaml } from "../../yaml/read.ts";
import type { YamlDocument } from "../../yaml/types.ts";
import { textOf } from "../builds/kustomize/item.ts";
import type { SourceTree } from "../source.ts";
import type { Proof } from "./proof.ts";
import type { Candidate } from "./prove.ts";

type Data = Readonly<Record<string, unknown>>;

/** An object whose apiVersion is raised, as its file names it. */
interface Raised {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly to: string;
}

/**
 * Plans to raise the apiVersion of an object, and with it that of patches and selectors that name it with the old one: kustomize
 * would no longer find what they are for.
 * @param source the repository
 * @param file where the object is written
 * @param fix sets its apiVersion
 */
export function planVersion(
  source: SourceTree,
  file: string,
  fix: Extract<Fix, { op: "set" }>,
  proof: Proof,
): Candidate {
  const fixes = new Map<string, Fix[]>([[file, [fix]]]);
  const raised = raisedBy(source, file, fix);
  const files = new Set(proof.buildsOf(file).flatMap((build) => build.files));
  for (const path of files) {
    const found = (source.yaml(path)?.documents ?? []).flatMap((document) =>
      mentionsIn(document, raised),
    );
    if (found.length > 0) fixes.set(path, [...(fixes.get(path) ?? []), ...found]);
  }
  return { file, about: `${raised.kind} "${raised.name}"`, fixes };
}

function raisedBy(
  source: SourceTree,
  file: string,
  { document, path, to }: Extract<Fix, { op: "set" }>,
): Raised {
  const holder = source.yaml(file)?.documents.find(({ index }) => index === document)?.value;
  const textAt = (...keys: string[]) => textOf(valueAt(holder, [...path.slice(0, -1), ...keys]));
  return {
    apiVersion: textAt("apiVersion"),
    kind: textAt("kind"),
    name: textAt("metadata", "name"),
    to: textOf(to),
  };
}

function mentionsIn({ value, index: document }: YamlDocument, raised: Raised): Fix[] {
  if (!isMapping(value)) return [];
  const set = (path: Path, to: string): Fix => ({ op: "set", document, path, to });
  if (isOf(value, raised)) return [set(["apiVersion"], raised.to)];
  const inPatches = ["patches", "patchesJson6902"].flatMap((field) =>
    listOf(value[field]).flatMap((patch, index) =>
      isMapping(patch)
        ? [
            ...inSelector(patch["target"], [field, index, "target"], raised, set),
            ...inText(patch["patch"], [field, index, "patch"], raised, set),
          ]
        : [],
    ),
  );
  const merged = listOf(value["patchesStrategicMerge"]).flatMap((patch, index) =>
    inText(patch, ["patchesStrategicMerge", index], raised, set),
  );
  const inVars = listOf(value["vars"]).flatMap((entry, index) => {
    const objref = isMapping(entry) ? entry["objref"] : undefined;
    const isMeant = isMapping(objref) && isNamed(objref, raised, objref["name"]);
    return isMeant ? [set(["vars", index, "objref", "apiVersion"], raised.to)] : [];
  });
  return [...inPatches, ...merged, ...inVars, ...inReplacements(value, raised, set)];
}

type SetAt = (path: Path, to: string) => Fix;

function inReplacements(value: Data, raised: Raised, set: SetAt): Fix[] {
  return listOf(value["replacements"]).flatMap((entry, index) => {
    if (!isMapping(entry)) return [];
    const path = ["replacements", index];
    const targets = listOf(entry["targets"]).flatMap((target, at) =>
      isMapping(target)
        ? inSelector(target["select"], [...path, "targets", at, "select"], raised, set)
        : [],
    );
    return [...inSelector(entry["source"], [...path, "source"], raised, set), ...targets];
  });
}

function isOf(value: Data, raised: Raised): boolean {
  return isMapping(value["metadata"]) && isNamed(value, raised, value["metadata"]["name"]);
}

function isNamed(value: Data, raised: Raised, name: unknown): boolean {
  return (
    value["apiVersion"] === raised.apiVersion &&
    value["kind"] === raised.kind &&
    name === raised.name
  );
}

/** A selector that gives the version means objects of the old one. */
function inSelector(selector: unknown, path: Path, raised: Raised, set: SetAt): Fix[] {
  if (!isMapping(selector) || selector["version"] !== versionOf(raised.apiVersion)) return [];
  const own = groupOf(raised.apiVersion);
  const { to } = raised;
  const { kind = raised.kind, group = own } = selector;
  if (kind !== raised.kind || group !== own) return [];
  const isMoved = selector["group"] !== undefined && group !== groupOf(to);
  return [
    set([...path, "version"], versionOf(to)),
    ...(isMoved ? [set([...path, "group"], groupOf(to))] : []),
  ];
}

/** An inline patch. */
function inText(text: unknown, path: Path, raised: Raised, set: SetAt): Fix[] {
  if (typeof text !== "string" || !text.includes(raised.apiVersion)) return [];
  const documents = readYaml("", text).documents.map(({ value }) => value);
  if (!documents.some((value) => isMapping(value) && isOf(value, raised))) return [];
  const line = /^(apiVersion:[ \t]*)(["']?)([^\s"']+)\2/gm;
  const changed = text.replaceAll(line, (all, key: string, quote: string, version: string) =>
    version === raised.apiVersion && documents.length === 1 ? key + quote + raised.to + quote : all,
  );
  return changed === text ? [] : [set(path, changed)];
}
