import type { Repository } from "./repository.ts";
import { tryGit, tryList } from "./run.ts";

/** What the next commit holds. */
export interface Index {
  /** Every file of it, sorted; links and submodules left out. */
  paths: string[];
  /** Files that the commit adds, changes or deletes; a renamed file counts under both its names. */
  staged: Set<string>;
  /** Content that the work tree does not have: partly staged files, and files deleted since. For all others the work tree's is the same. */
  contents: Map<string, Buffer>;
}

/**
 * Reads the index, not the work tree.
 * @returns undefined while a merge is unresolved, or when Git refuses
 */
export async function readIndex({ root }: Repository): Promise<Index | undefined> {
  const [entries, staged, changed] = await Promise.all([
    tryList(root, ["ls-files", "--stage", "-z"]),
    listStaged(root),
    tryList(root, ["diff-files", "--name-only", "-z"]),
  ]);
  if (!entries || !staged || !changed) return undefined;
  const blobs = new Map<string, string>();
  const entered = new Set<string>();
  for (const entry of entries) {
    const [, mode, blob, stage, path] = /^(\d+) ([0-9a-f]+) (\d)\t([^]*)$/.exec(entry)!;
    if (stage !== "0") return undefined;
    entered.add(path!);
    if (mode!.startsWith("100")) blobs.set(path!, blob!);
  }
  const wanted = changed.filter((path) => blobs.has(path));
  const contents = await readBlobs(root, [...new Set(wanted.map((path) => blobs.get(path)!))]);
  return {
    paths: [...blobs.keys()].sort(),
    staged: new Set(staged.filter((path) => blobs.has(path) || !entered.has(path))),
    contents: new Map(wanted.map((path) => [path, contents.get(blobs.get(path)!)!])),
  };
}

/** Before the first commit there is nothing to compare with, and everything is staged. */
async function listStaged(root: string): Promise<string[] | undefined> {
  const hasCommit =
    (await tryGit(root, ["rev-parse", "--verify", "--quiet", "HEAD"])) !== undefined;
  if (!hasCommit) return tryList(root, ["ls-files", "--cached", "-z"]);
  return tryList(root, [
    "diff-index",
    "--cached",
    "--name-only",
    "--no-renames",
    "-z",
    "HEAD",
    "--",
  ]);
}

async function readBlobs(root: string, blobs: readonly string[]): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  if (blobs.length === 0) return contents;
  const output = await tryGit(
    root,
    ["cat-file", "--batch"],
    blobs.map((blob) => `${blob}\n`).join(""),
  );
  for (let at = 0; output !== undefined && at < output.length;) {
    const end = output.indexOf("\n", at);
    const [blob, , size] = output.toString("latin1", at, end).split(" ");
    const start = end + 1;
    contents.set(blob!, output.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}
