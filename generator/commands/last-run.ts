import { createHash } from "node:crypto";
import { lockFile } from "../disk/lock.ts";
import { recall, remember, stampFiles, stampPackage } from "../disk/memory.ts";
import type { Report } from "../report/types.ts";

/** What a run of generate ended with: a tree that is as it should be, and what lint says of it. */
export interface LastRun {
  files: number;
  report: Report;
}

const name = "generate";

/**
 * Finds the outcome of the last run, when nothing has changed since: the input, every file of the repository, Meshwright itself.
 * @param root of the tree
 * @param paths every file that Git does not ignore
 * @param input name and text of services.yaml, and the remotes of the repository
 */
export function recallRun(
  root: string,
  paths: readonly string[],
  input: readonly string[],
): LastRun | undefined {
  return recall(root, name, keyOf(root, paths, input)) as LastRun | undefined;
}

/** Remembers the outcome of a run for the paths that are there after it. */
export function rememberRun(
  root: string,
  paths: readonly string[],
  input: readonly string[],
  run: LastRun,
): void {
  remember(root, name, keyOf(root, paths, input), run);
}

function keyOf(root: string, paths: readonly string[], input: readonly string[]): string {
  const files = stampFiles(root, new Set([...paths, lockFile]));
  return createHash("sha256")
    .update(JSON.stringify([stampPackage(), files, input]))
    .digest("hex");
}
