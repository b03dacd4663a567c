import { lstatSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { whyRefused } from "./errors.ts";
import { hashContent } from "./lock.ts";
import { blockedBy, whyUnsafe } from "./paths.ts";

/** What is on disk where a file is to be written, replaced or deleted. */
export type DiskEntry =
  | { kind: "absent" }
  | { kind: "file"; hash: string; content: Buffer; seen: Seen }
  /** Something that is never replaced, not even by force. */
  | { kind: "blocked"; reason: string }
  /** A symbolic link in the file's place. Its target is never touched. */
  | { kind: "link"; seen: Seen };

/** What tells one state of a file from another without reading it. */
export interface Seen {
  inode: number;
  size: number;
  modified: number;
  mode: number;
}

/**
 * Looks at each path below a root, following no link out of it.
 * @param root real path of the folder
 * @param paths relative, with forward slashes
 * @returns what is there, by path
 */
export function inspect(root: string, paths: Iterable<string>): Map<string, DiskEntry> {
  const folders = new Map<string, string | undefined>();
  const entries = new Map<string, DiskEntry>();
  for (const path of paths) entries.set(path, inspectOne(root, path, folders));
  return entries;
}

function inspectOne(
  root: string,
  path: string,
  folders: Map<string, string | undefined>,
): DiskEntry {
  const unsafe = whyUnsafe(path);
  if (unsafe !== undefined) return { kind: "blocked", reason: unsafe };
  try {
    const blocked = blockedBy(root, path, folders);
    if (blocked !== undefined) return { kind: "blocked", reason: blocked };
    const full = join(root, path);
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (stat === undefined) return { kind: "absent" };
    if (stat.isSymbolicLink()) return { kind: "link", seen: seenOf(stat) };
    if (stat.isDirectory()) return { kind: "blocked", reason: "a folder is in its place" };
    if (!stat.isFile())
      return { kind: "blocked", reason: "something that is no file is in its place" };
    const content = readFileSync(full);
    return { kind: "file", hash: hashContent(content), content, seen: seenOf(stat) };
  } catch (error) {
    const reason = whyRefused(error);
    if (reason === undefined) throw error;
    return { kind: "blocked", reason };
  }
}

export function seenOf(stat: Stats): Seen {
  return { inode: stat.ino, size: stat.size, modified: stat.mtimeMs, mode: stat.mode };
}

/** Is the file still as it was seen? */
export function isUntouched(full: string, seen: Seen | undefined): boolean {
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat === undefined || seen === undefined) return stat === undefined && seen === undefined;
  return stat.ino === seen.inode && stat.size === seen.size && stat.mtimeMs === seen.modified;
}
