import { chmodSync, mkdirSync, renameSync, rmdirSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { whyRefused } from "./errors.ts";
import { isUntouched } from "./inspect.ts";
import { lockFile, printLock } from "./lock.ts";
import type { Change, WritePlan } from "./plan.ts";
import { journal, readIfThere, stagingFolder } from "./staging.ts";

/** Why writing stopped. `started`: some files are already new; the next run completes them. */
export interface WriteFailure {
  path: string;
  reason: string;
  started: boolean;
}

/**
 * Writes a plan. Every file is first written in full to the staging folder, on the same file system, together with a journal of
 * the lock that is to be; then all are renamed into place; the lock comes last. Whenever that stops, the next run knows by lock and
 * journal which files are ours. A file that changed after the plan was made is left alone.
 * @param root real path of the folder, its staging folder taken (staging.ts)
 * @param plan without conflicts
 * @param step called before each change to the disk; a test stops there
 * @returns why it stopped, or undefined when all is written
 */
export function applyPlan(
  root: string,
  plan: WritePlan,
  step: (what: string) => void = () => {},
): WriteFailure | undefined {
  const staging = join(root, stagingFolder);
  const changes = [...plan.create, ...plan.update];
  const lockText = printLock(plan.hashes);
  let path = stagingFolder;
  let started = false;
  try {
    for (const [index, change] of changes.entries()) {
      path = change.path;
      step(`stage ${path}`);
      stageFile(join(staging, String(index)), change);
    }
    path = lockFile;
    step("journal");
    writeFileSync(join(staging, "lock"), lockText);
    writeFileSync(join(staging, "journal.new"), readIfThere(join(staging, journal)) + lockText);
    renameSync(join(staging, "journal.new"), join(staging, journal));
    for (const [index, change] of changes.entries()) {
      path = change.path;
      step(`write ${path}`);
      const target = join(root, path);
      if (!isUntouched(target, change.seen))
        return { path, reason: "it changed while this run was at work; run it again", started };
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(staging, String(index)), target);
      started = true;
    }
    for (const change of plan.delete) {
      path = change.path;
      step(`delete ${path}`);
      if (!isUntouched(join(root, path), change.seen))
        return { path, reason: "it changed while this run was at work; run it again", started };
      unlinkSync(join(root, path));
      started = true;
      removeEmptyFolders(root, dirname(path));
    }
    for (const gone of plan.gone) removeEmptyFolders(root, dirname(gone));
    path = lockFile;
    step("lock");
    renameSync(join(staging, "lock"), join(root, lockFile));
    return undefined;
  } catch (error) {
    const reason = whyRefused(error);
    if (reason === undefined) throw error;
    return { path, reason, started };
  }
}

function stageFile(staged: string, change: Change): void {
  writeFileSync(staged, change.text!);
  const mode = change.seen === undefined ? undefined : change.seen.mode & 0o777;
  if (mode !== undefined && change.before !== undefined) chmodSync(staged, mode);
}

function removeEmptyFolders(root: string, folder: string): void {
  for (let current = folder; current !== "."; current = dirname(current)) {
    try {
      rmdirSync(join(root, current));
    } catch (error) {
      const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isGone) return; // it still holds something
    }
  }
}
