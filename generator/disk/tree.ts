import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../core/finding.ts";
import type { Tree } from "../core/tree.ts";
import { whyUnsafe } from "./paths.ts";
import { decode, readText } from "./read.ts";
import { sign, type Signatures } from "./signature.ts";

/** Which files a tree holds, and where their texts come from. */
export interface TreeSource {
  /** The folder that paths are relative to. */
  root: string;
  paths: Iterable<string>;
  /** Which files are read at once, because a problem in them is the user's business. */
  isSource(path: string): boolean;
  /** Content that counts instead of the disk's. */
  contents?: ReadonlyMap<string, Buffer | string>;
  /** Answer for files too that are on disk but not among the paths, though they are not listed. */
  beyond?: boolean;
  /** Gets the signature of every file that is no source and is asked for, by full path, before it is read. */
  seen?: Signatures;
}

/**
 * Reads a tree. Texts that are no sources are read when they are first asked for, so files that nobody looks at cost nothing.
 * @returns the tree, and findings about sources that are no text; those are there when they are asked for, but not among its keys
 */
export function readTree(source: TreeSource): { tree: Tree; findings: Finding[] } {
  const findings: Finding[] = [];
  const texts = new Map<string, string | undefined>();
  const unreadable = new Set<string>();
  for (const path of [...source.paths].sort()) {
    if (!source.isSource(path)) {
      texts.set(path, undefined);
      continue;
    }
    const { text, finding } = readOne(source, path);
    if (finding) findings.push(finding);
    if (text === undefined) unreadable.add(path);
    else texts.set(path, text);
  }
  return { tree: lazyTree(source, texts, unreadable), findings };
}

function readOne(
  { root, contents }: TreeSource,
  path: string,
): { text?: string; finding?: Finding } {
  const content = contents?.get(path);
  if (content === undefined) return readText(root, path);
  return typeof content === "string" ? { text: content } : decode(path, content);
}

/** A tree whose undefined texts are read on first use. A file that is no text is there, without a text. */
function lazyTree(
  source: TreeSource,
  texts: Map<string, string | undefined>,
  unreadable: Set<string>,
): Tree {
  const others = new Map<string, string | undefined>();
  const beyond = (path: string): string | undefined => readOther(source, path, others);
  const get = (path: string): string | undefined => {
    if (!texts.has(path)) return beyond(path);
    const known = texts.get(path);
    if (known !== undefined || unreadable.has(path)) return known;
    note(source, path);
    const { text } = readOne(source, path);
    if (text === undefined) unreadable.add(path);
    else texts.set(path, text);
    return text;
  };
  function* entries(): MapIterator<[string, string]> {
    for (const path of texts.keys()) {
      const text = get(path);
      if (text !== undefined) yield [path, text];
    }
  }
  function* values(): MapIterator<string> {
    for (const [, text] of entries()) yield text;
  }
  const tree: Tree = {
    size: texts.size,
    has: (path) => texts.has(path) || unreadable.has(path) || isBeyond(source, path),
    get,
    keys: () => texts.keys(),
    entries,
    values,
    forEach: (callback) => {
      for (const [path, text] of entries()) callback(text, path, tree);
    },
    [Symbol.iterator]: entries,
  };
  return tree;
}

function note({ root, seen, contents }: TreeSource, path: string): void {
  if (seen === undefined || contents?.has(path)) return;
  const full = join(root, path);
  seen.set(full, sign(full));
}

function isBeyond(source: TreeSource, path: string): boolean {
  if (!source.beyond || whyUnsafe(path) !== undefined) return false;
  note(source, path);
  return existsSync(join(source.root, path));
}

function readOther(
  source: TreeSource,
  path: string,
  others: Map<string, string | undefined>,
): string | undefined {
  if (!others.has(path)) {
    others.set(path, isBeyond(source, path) ? readText(source.root, path).text : undefined);
  }
  return others.get(path);
}
