import type { Tree } from "../core/tree.ts";
import type { DiskEntry, Seen } from "./inspect.ts";
import { hashTree, type Lock } from "./lock.ts";

/** What a run would do to the disk. Paths are sorted; nothing is done unless `conflicts` is empty. */
export interface WritePlan {
  create: readonly Change[];
  update: readonly Change[];
  delete: readonly Change[];
  unchanged: readonly string[];
  /** Ours before, not generated any more and not there: a run that was stopped may have left empty folders of them. */
  gone: readonly string[];
  conflicts: readonly Conflict[];
  /** Content hash of every file that the tree will hold: the new lock. */
  hashes: ReadonlyMap<string, string>;
}

export interface Change {
  path: string;
  /** The new text; absent for a deletion. */
  text?: string;
  /** What stood there when the plan was made; absent for a new file. */
  seen?: Seen;
  /** What stood there, to show the difference. */
  before?: Buffer;
}

/** A path that cannot be written without losing something of the user's. */
export interface Conflict {
  path: string;
  /**
   * `edited`: ours, changed by hand. `leftover`: ours and changed by hand, and no longer generated. `foreign`: never ours.
   * `link`: a symbolic link. `blocked`: cannot be written at all, by force neither.
   */
  kind: "edited" | "leftover" | "foreign" | "link" | "blocked";
  reason?: string;
  /** What is on disk, where it is a file. */
  content?: Buffer;
  /** What would be written; absent for a leftover. */
  text?: string;
}

/**
 * Compares the tree that is to be with the disk and decides what to do for each file (DESIGN.md 4, "Ownership").
 * @param tree what services.yaml says
 * @param lock what we wrote before
 * @param disk what is there, for every path of both
 * @param force drop what was changed by hand
 */
export function planWrite(
  tree: Tree,
  lock: Lock,
  disk: ReadonlyMap<string, DiskEntry>,
  force: boolean,
): WritePlan {
  const hashes = hashTree(tree);
  const plan = {
    create: [] as Change[],
    update: [] as Change[],
    delete: [] as Change[],
    unchanged: [] as string[],
    gone: [] as string[],
    conflicts: [] as Conflict[],
  };
  for (const path of [...new Set([...tree.keys(), ...lock.keys()])].sort()) {
    const text = tree.get(path);
    const entry = disk.get(path)!;
    const conflict = findConflict(path, text, hashes.get(path), lock.get(path), entry);
    if (conflict && !(force && conflict.kind !== "blocked")) plan.conflicts.push(conflict);
    else addChange(plan, path, text, hashes.get(path), entry);
  }
  return { ...plan, hashes };
}

function findConflict(
  path: string,
  text: string | undefined,
  hash: string | undefined,
  ours: ReadonlySet<string> | undefined,
  entry: DiskEntry,
): Conflict | undefined {
  if (entry.kind === "blocked")
    return text === undefined ? undefined : { path, kind: "blocked", reason: entry.reason, text };
  if (entry.kind === "link") return text === undefined ? undefined : { path, kind: "link", text };
  if (entry.kind === "absent" || entry.hash === hash || ours?.has(entry.hash)) return undefined;
  if (text === undefined) return { path, kind: "leftover", content: entry.content };
  return { path, kind: ours ? "edited" : "foreign", content: entry.content, text };
}

function addChange(
  plan: {
    create: Change[];
    update: Change[];
    delete: Change[];
    unchanged: string[];
    gone: string[];
  },
  path: string,
  text: string | undefined,
  hash: string | undefined,
  entry: DiskEntry,
): void {
  if (entry.kind === "file" && entry.hash === hash) plan.unchanged.push(path);
  else if (entry.kind === "file" && text === undefined)
    plan.delete.push({ path, seen: entry.seen, before: entry.content });
  else if (text === undefined) {
    if (entry.kind === "absent") plan.gone.push(path);
  } else if (entry.kind === "file")
    plan.update.push({ path, text, seen: entry.seen, before: entry.content });
  else if (entry.kind === "link") plan.update.push({ path, text, seen: entry.seen });
  else plan.create.push({ path, text });
}

/** Would the plan change nothing but the lock? */
export function isEmpty(plan: WritePlan): boolean {
  return plan.create.length + plan.update.length + plan.delete.length === 0;
}
