import { join } from "node:path";
import type { Finding } from "../core/finding.ts";
import type { Tree } from "../core/tree.ts";
import { applyPlan, type WriteFailure } from "./apply.ts";
import { whyRefused } from "./errors.ts";
import { inspect } from "./inspect.ts";
import { lockFile, printLock, readLock } from "./lock.ts";
import { isEmpty, planWrite, type WritePlan } from "./plan.ts";
import {
  journal,
  leaveStaging,
  readIfThere,
  type Self,
  stagingFolder,
  takeStaging,
} from "./staging.ts";

/**
 * Plans what writing a tree would do, without touching anything.
 * @param root real path of the folder
 * @param force drop hand edits
 * @returns the plan, and findings about a broken lock
 */
export function planOnDisk(
  root: string,
  tree: Tree,
  force: boolean,
): { plan: WritePlan; findings: Finding[]; settled: boolean } {
  const recorded = readRecord(root, lockFile);
  const unfinished = readRecord(root, `${stagingFolder}/${journal}`);
  const { lock, findings } = readLock(`${recorded.text}\n${unfinished.text}`);
  const plan = planWrite(
    tree,
    lock,
    inspect(root, new Set([...tree.keys(), ...lock.keys()])),
    force,
  );
  const settled =
    isEmpty(plan) &&
    unfinished.text === "" &&
    recorded.text.replaceAll("\r\n", "\n") === printLock(plan.hashes);
  return { plan, findings: [...recorded.findings, ...unfinished.findings, ...findings], settled };
}

function readRecord(root: string, file: string): { text: string; findings: Finding[] } {
  try {
    return { text: readIfThere(join(root, file)), findings: [] };
  } catch (error) {
    const reason = whyRefused(error);
    if (reason === undefined) throw error;
    const message = `what generate wrote before cannot be read: ${reason}; restore the file from Git`;
    const at = { file, line: 1, column: 1 };
    return { text: "", findings: [{ rule: "generate/lock", severity: "error", message, at }] };
  }
}

export interface WriteOptions {
  force: boolean;
  self: Self;
  /** How long to wait for another run, in milliseconds. */
  patience: number;
  /** See applyPlan. */
  step?: (what: string) => void;
}

/**
 * Makes a folder hold a tree: all of it, or nothing when something of the user's would be lost.
 * @param root real path of the folder
 * @param tree what is to be there
 * @returns what was done, or, with conflicts, findings or a failure, what is in the way
 */
export async function writeTree(
  root: string,
  tree: Tree,
  options: WriteOptions,
): Promise<{ plan: WritePlan; findings: Finding[]; failure?: WriteFailure }> {
  const before = planOnDisk(root, tree, options.force);
  if (before.settled || isRefused(before)) return before;
  const reason = await takeStaging(root, options.self, options.patience);
  if (reason !== undefined)
    return { ...before, failure: { path: stagingFolder, reason, started: false } };
  let complete = false;
  try {
    const { plan, findings } = planOnDisk(root, tree, options.force);
    if (isRefused({ plan, findings })) return { plan, findings };
    const failure = applyPlan(root, plan, options.step);
    complete = failure === undefined;
    return { plan, findings, failure };
  } finally {
    leaveStaging(root, complete);
  }
}

function isRefused({ plan, findings }: { plan: WritePlan; findings: readonly Finding[] }): boolean {
  return plan.conflicts.length > 0 || findings.length > 0;
}
