import { posix } from "node:path";
import { isMapping } from "../../../core/json.ts";
import type { Location } from "../../../core/finding.ts";
import type { Path } from "../../../core/path.ts";
import type { YamlDocument, YamlFile } from "../../../yaml/types.ts";
import type { FolderTree } from "../tree.ts";
import { createItem, setValue, textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { checkObject, failOnItems, failOnValue } from "../rules/kustomize/invalid-resource/rule.ts";
import { failOnMissingFile } from "../rules/kustomize/missing-path/rule.ts";
import { failOutsideFolder, failOutsideRepository } from "../rules/kustomize/outside-root/rule.ts";
import { leaveOut } from "./scope.ts";
import type { Scope } from "./scope.ts";
import type { Source } from "./source.ts";
import { locateSource, within } from "./source.ts";

/** Is this a URL or a Git address, which kustomize would fetch? */
export function isRemote(path: string): boolean {
  return (
    /^(?:[a-z][a-z0-9+.-]*:\/\/|git::|gh:|git@|[\w.-]+@[\w.-]+:|(?:github|gitlab|bitbucket)\.(?:com|org)[/:])/i.test(
      path,
    ) ||
    /[?&](?:ref|version|timeout|submodules)=/.test(path) ||
    /\.git(?:$|\/|\?)/.test(path)
  );
}

/** @returns the repository path that a path in a folder means, or undefined where it leaves the repository */
export function resolvePath(folder: string, path: string): string | undefined {
  const joined = posix.normalize(posix.join(folder, path)).replace(/\/$/, "");
  if (joined === ".." || joined.startsWith("../") || posix.isAbsolute(path)) return undefined;
  return joined === "" ? "." : joined;
}

/** @returns whether a path lies in a folder or below */
export function isInside(path: string, folder: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

/**
 * Finds the text file that a field of a kustomization names, and reports why there is none.
 * @param what the field's content in words, such as "patch"
 */
export function resolveFile(
  scope: Scope,
  folder: string,
  path: string,
  source: Source,
  what: string,
): string | undefined {
  const file = resolveAnyFile(scope, folder, path, source, what);
  if (file === undefined || isText(scope.tree.text(file))) return file;
  leaveOut(scope, `${what} ${path} is no text`, source);
  return undefined;
}

/** As resolveFile, for a file that need not be a text. */
export function resolveAnyFile(
  scope: Scope,
  folder: string,
  path: string,
  source: Source,
  what: string,
): string | undefined {
  if (isRemote(path)) {
    leaveOut(scope, `${what} ${path} is not in this repository`, source);
    return undefined;
  }
  const file = resolvePath(folder, path);
  if (file === undefined) {
    failOutsideRepository(scope, `${what} ${path}`, source);
    return undefined;
  }
  if (!scope.tree.has(file)) {
    failOnMissingFile(scope, `${what} ${path}`, file, source);
    return undefined;
  }
  if (scope.restrict && !isInside(file, folder)) {
    failOutsideFolder(scope, `${what} ${path}`, folder, source);
    return undefined;
  }
  scope.files.add(file);
  return file;
}

function isText(text: string | undefined): boolean {
  return text !== undefined && !text.includes("\0") && !text.includes("\uFFFD");
}

/** Reads objects of a file of resources or patches; lists are taken apart. What is wrong is reported at source. */
export function readItems(
  scope: Scope,
  file: YamlFile,
  reread: (document: YamlDocument) => Source,
  named: Source,
): Item[] {
  const queue: { value: unknown; source: Source }[] = [];
  for (const document of file.documents) {
    if (document.value === undefined) leaveOut(scope, `${file.file} cannot be read`, named);
    else if (document.value !== null)
      queue.push({ value: document.value, source: reread(document) });
  }
  if (queue.length === 0) scope.empty.add(file.file);
  if (queue.length === 1 && isMapping(queue[0]!.value)) {
    const { value, source } = queue[0]! as { value: Record<string, unknown>; source: Source };
    if (
      (value["kind"] === "List" || value["kind"] === "ResourceList") &&
      Array.isArray(value["items"])
    )
      queue.splice(0, 1, ...elements(value["items"], source));
  }
  const items: Item[] = [];
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    const { value, source } = entry;
    if (!isMapping(value)) {
      failOnValue(scope, source);
      continue;
    }
    const kind = textOf(value["kind"]);
    if (kind.endsWith("List") && "items" in value) {
      if (Array.isArray(value["items"])) queue.push(...elements(value["items"], source));
      else if (value["items"] !== null) failOnItems(scope, kind, source);
      continue;
    }
    if (checkObject(scope, value, source))
      items.push(withWords(createItem(value, source), file.text));
  }
  return items;
}

/** `yes`, `on` and their like are booleans to the API server and words to kustomize, which writes them as strings. */
function withWords(item: Item, text: string): Item {
  if (!/[:-][ \t]+(?:y|n|yes|no|on|off)[ \t]*(?:#.*)?\r?$/im.test(text)) return item;
  const lines = text.split("\n");
  const visit = (value: unknown, path: Path): void => {
    if (typeof value === "boolean") {
      const at = item.source.find([...item.source.path, ...path]);
      const word = /^(?:yes|no|on|off|y|n)\b/i.exec(
        lines[at.line - 1]?.slice(at.column - 1) ?? "",
      )?.[0];
      if (word !== undefined) setValue(item, path, word, within(item.source, ...path));
    } else if (Array.isArray(value))
      value.forEach((element, index) => visit(element, [...path, index]));
    else if (isMapping(value))
      for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  };
  visit(item.data, []);
  return item;
}

function elements(items: readonly unknown[], source: Source): { value: unknown; source: Source }[] {
  return items
    .map((value, index) => ({ value, source: within(source, "items", index) }))
    .filter(({ value }) => value !== null);
}

export function documentSource(file: YamlFile): (document: YamlDocument) => Source {
  return (document) => ({
    file: file.file,
    document: document.index,
    path: [],
    find: document.locate,
  });
}

/**
 * Reads YAML that stands inside a string, such as an inline patch, with locations in the file that holds the string.
 * @param holder where the string is written
 */
export function readInline(
  tree: InlineTree,
  text: string,
  holder: Source,
): {
  file: YamlFile;
  source: (document: YamlDocument) => Source;
  /** Moves a place in the string to where the file has it. */
  place: (at: Location) => Location;
} {
  const file = tree.parseText(holder.file, text);
  let shift: ((at: Location) => Location) | undefined;
  const place = (at: Location) => (shift ??= shiftInto(tree, holder))(at);
  const source = (document: YamlDocument): Source => ({
    file: holder.file,
    document: holder.document,
    path: [],
    find: (path, part) => place(document.locate(path, part)),
  });
  return { file, source, place };
}

type InlineTree = Pick<FolderTree, "parseText" | "text">;

/** A block scalar's lines stand below its header, indented; any other string is located as a whole. */
function shiftInto(tree: InlineTree, holder: Source): (at: Location) => Location {
  const base = locateSource(holder);
  const lines = (tree.text(base.file) ?? "").split("\n");
  const header = lines[base.line - 1]?.slice(base.column - 1) ?? "";
  if (!/^[|>]/.test(header)) return () => base;
  let first = base.line;
  while (first < lines.length && lines[first]!.trim() === "") first++;
  const explicit = /^[|>][+-]?([1-9])/.exec(header)?.[1];
  const parent = /^ */.exec(lines[base.line - 1]!)![0].length;
  const indent = explicit ? parent + Number(explicit) : /^ */.exec(lines[first] ?? "")![0].length;
  return (at) => ({
    file: base.file,
    line: base.line + at.line,
    column: at.column + indent,
    ...(at.endLine === undefined ? {} : { endLine: base.line + at.endLine }),
    ...(at.endColumn === undefined ? {} : { endColumn: at.endColumn + indent }),
  });
}
