import { tryGit, tryList } from "./run.ts";

/** A work tree of Git's. */
export interface Repository {
  /** Its top folder, absolute. */
  root: string;
}

/**
 * Finds the repository around a folder. Linked worktrees count as their own.
 * @returns undefined outside of Git, in a bare repository, and where there is no Git
 */
export async function openRepository(folder: string): Promise<Repository | undefined> {
  const output = await tryGit(folder, ["rev-parse", "--show-toplevel"]);
  const root = output?.toString("utf8").replace(/\r?\n$/, "");
  return root ? { root } : undefined;
}

/** @returns the files that are tracked or could be: not ignored, and there; sorted */
export async function listFiles({ root }: Repository): Promise<string[]> {
  const [files, deleted] = await Promise.all([
    tryList(root, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]),
    tryList(root, ["ls-files", "--deleted", "-z"]),
  ]);
  const gone = new Set(deleted);
  return [...new Set(files)].filter((path) => !gone.has(path) && !path.endsWith("/")).sort();
}

/** @returns the addresses of the repository's remotes */
export async function listRemotes({ root }: Repository): Promise<string[]> {
  const output = await tryGit(root, ["config", "--get-regexp", "^remote\\..*\\.url$"]);
  return (output?.toString("utf8") ?? "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(line.indexOf(" ") + 1));
}

/**
 * Lists what differs from where this branch left another: commits, what is staged, what is not, and new files. A file that is gone
 * differs too.
 * @param reference a branch, tag or commit
 * @returns undefined when there is no such commit
 */
export async function listChangedSince(
  { root }: Repository,
  reference: string,
): Promise<string[] | undefined> {
  const commit = (
    await tryGit(root, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${reference}^{commit}`,
    ])
  )
    ?.toString("utf8")
    .trim();
  if (!commit) return undefined;
  const base =
    (await tryGit(root, ["merge-base", commit, "HEAD"]))?.toString("utf8").trim() || commit;
  const [changed, fresh] = await Promise.all([
    tryList(root, ["diff", "--name-only", "--no-renames", "-z", base, "--"]),
    tryList(root, ["ls-files", "--others", "--exclude-standard", "-z"]),
  ]);
  return [...new Set([...(changed ?? []), ...(fresh ?? [])])].sort();
}
