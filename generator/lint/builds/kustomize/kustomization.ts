import { isMapping, listOf } from "../../../core/json.ts";
import type { Finding } from "../../../core/finding.ts";
import { checkShape, describeEmpty, describeNoMapping } from "../rules/kustomize/invalid/rule.ts";
import { describeSeveral } from "../rules/kustomize/several-kustomizations/rule.ts";
import type { Path } from "../../../core/path.ts";
import type { FolderTree } from "../tree.ts";
import { textOf } from "./item.ts";
import type { Source } from "./source.ts";
import { within } from "./source.ts";
import { withKnownFields } from "./shape.ts";

/** A kustomization.yaml or Component: its fields, with the way back to where each was written. */
export interface Kustomization {
  readonly folder: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly source: Source;
}

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

export function kustomizationFilesIn(tree: FolderTree, folder: string): string[] {
  const files = tree.filesIn(folder);
  return NAMES.filter((name) => files.includes(name)).map((name) =>
    folder === "." ? name : `${folder}/${name}`,
  );
}

/** What a folder's kustomization says, or what is wrong with it. */
interface Read {
  readonly kustomization?: Kustomization;
  readonly problems: readonly Finding[];
  readonly file: string;
}

const known = new WeakMap<FolderTree, Map<string, Read | undefined>>();

/**
 * Reads the kustomization of a folder, once for each tree.
 * @returns it, or what is wrong with it; undefined where the folder has none
 */
export function readKustomization(tree: FolderTree, folder: string): Read | undefined {
  const ofTree = known.get(tree) ?? new Map<string, Read | undefined>();
  known.set(tree, ofTree);
  if (!ofTree.has(folder)) ofTree.set(folder, readAnew(tree, folder));
  return ofTree.get(folder);
}

function readAnew(tree: FolderTree, folder: string): Read | undefined {
  const [file, second] = kustomizationFilesIn(tree, folder);
  if (file === undefined) return undefined;
  if (second !== undefined) {
    return { problems: [describeSeveral(folder, [file, second])], file };
  }
  const document = tree.parse(file)!.documents[0];
  if (!document) return { problems: [describeEmpty(file)], file };
  if (!isMapping(document.value)) {
    if (document.problems.length > 0) return { problems: [], file };
    return { problems: [describeNoMapping(file, document.locate([]))], file };
  }
  const source: Source = { file, document: document.index, path: [], find: document.locate };
  const kustomization = { folder, data: withKnownFields(document.value), source };
  return { kustomization, problems: checkShape(kustomization.data, source), file };
}

export interface Entry<T> {
  readonly value: T;
  readonly source: Source;
}

/** The strings of a list field, each with its source. */
export function stringsOf(kustomization: Kustomization, field: string): Entry<string>[] {
  return listOf(kustomization.data[field]).flatMap((value, index) =>
    typeof value === "string"
      ? [{ value, source: within(kustomization.source, field, index) }]
      : [],
  );
}

/** The mappings of a list field, each with its source. */
export function mappingsOf(
  kustomization: Kustomization,
  field: string,
): Entry<Record<string, unknown>>[] {
  return listOf(kustomization.data[field]).flatMap((value, index) =>
    isMapping(value) ? [{ value, source: within(kustomization.source, field, index) }] : [],
  );
}

/** A mapping of strings, keys sorted as kustomize applies them. */
export function pairsOf(value: unknown): [string, string][] {
  if (!isMapping(value)) return [];
  return Object.entries(value)
    .map(([key, text]): [string, string] => [key, textOf(text)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

export function textField(kustomization: Kustomization, field: string): string {
  const value = kustomization.data[field];
  return typeof value === "string" ? value : "";
}

export function sourceOf(kustomization: Kustomization, ...path: Path): Source {
  return within(kustomization.source, ...path);
}
