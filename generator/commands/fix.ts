import { join } from "node:path";
import type { Fix } from "../core/finding.ts";
import { compileGlob } from "../core/glob.ts";
import { readText } from "../disk/read.ts";
import { replaceFile } from "../disk/replace.ts";
import { repairKustomizations } from "../lint/repairs/kustomizations.ts";
import { sourceTree } from "../lint/source.ts";
import { count } from "../report/text.ts";
import type { Report } from "../report/types.ts";
import { applyFixes } from "../yaml/edit.ts";
import type { Terminal } from "./command.ts";
import type { Gathered } from "./gather.ts";
import { readSettings } from "./settings.ts";

/** What was linted, and what was found. */
interface Linted {
  readonly gathered: Gathered;
  readonly report: Report;
}

interface Fixing {
  /** Files that were changed. */
  readonly changed: Set<string>;
  /** What the last round could not fix, as it is told. */
  readonly refused: Set<string>;
}

/** More rounds than any repair asks for that makes room for another. */
const mostRounds = 10;

/**
 * Repairs files on disk, and looks again after each round until nothing is left to do. What could not be fixed is told.
 * @param again lints what is on disk now
 * @returns what the last look found
 */
export async function fixAll(
  linted: Linted,
  terminal: Terminal,
  again: () => Promise<Linted>,
): Promise<Linted> {
  const fixing: Fixing = { changed: new Set(), refused: new Set() };
  for (let round = 0; round < mostRounds && fixFindings(linted, fixing); round++)
    linted = await again();
  for (const refusal of fixing.refused) terminal.err(`${refusal}\n`);
  if (fixing.changed.size > 0) terminal.err(`fixed ${count(fixing.changed.size, "file")}\n`);
  return linted;
}

/** Applies the fixes that findings carry, and those of kustomizations. @returns whether a file was changed */
function fixFindings({ gathered, report: { findings } }: Linted, fixing: Fixing): boolean {
  const { root, tree, remotes } = gathered;
  const settings = readSettings(tree);
  fixing.refused.clear();
  const fixes = new Map<string, Fix[]>();
  const add = (file: string, fix: Fix) => fixes.set(file, [...(fixes.get(file) ?? []), fix]);
  const refuse = (file: string, reason: string) =>
    fixing.refused.add(`${file}: not fixed: ${reason}`);
  for (const { at, fix } of findings) if (fix) add(at.file, fix);
  const ignored = (settings.config.ignore ?? []).map(compileGlob);
  const source = sourceTree(tree, (path) => ignored.some((matches) => matches(path)));
  for (const repair of repairKustomizations(source, findings, {
    remotes: [...remotes, ...settings.remotes],
  })) {
    if ("fix" in repair) add(repair.file, repair.fix);
    else refuse(repair.file, `${repair.field}: ${repair.reason}`);
  }
  let isChanged = false;
  for (const [file, wanted] of fixes) {
    const before = tree.get(file);
    if (before === undefined) continue;
    const { text, skipped } = applyFixes(before, wanted);
    for (const { reason } of skipped) refuse(file, reason);
    if (text === before) continue;
    const failure = write(root, file, before, text);
    if (failure !== undefined) refuse(file, failure);
    else {
      fixing.changed.add(file);
      isChanged = true;
    }
  }
  return isChanged;
}

/** Replaces a file unless somebody else has changed it since it was read. @returns why it was not */
function write(root: string, file: string, before: string, text: string): string | undefined {
  const now = readText(root, file).text;
  if (now === text) return undefined; // two paths can lead to one file
  return now === before
    ? replaceFile(join(root, file), text)
    : "it was changed while it was checked";
}
