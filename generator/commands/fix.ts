import { join } from "node:path";
import type { Finding, Fix } from "../core/finding.ts";
import { replaceFile } from "../disk/replace.ts";
import { count } from "../report/text.ts";
import { applyFixes } from "../yaml/edit.ts";
import type { Terminal } from "./command.ts";
import type { Gathered } from "./gather.ts";

/**
 * Applies the fixes that findings carry to the files on disk.
 * @returns how many files were changed; what could not be fixed is told
 */
export function fixFindings(
  { root, tree }: Gathered,
  findings: readonly Finding[],
  terminal: Terminal,
): number {
  const fixes = new Map<string, Fix[]>();
  for (const { at, fix } of findings) {
    if (fix) fixes.set(at.file, [...(fixes.get(at.file) ?? []), fix]);
  }
  let changed = 0;
  for (const [file, wanted] of fixes) {
    const before = tree.get(file);
    if (before === undefined) continue;
    const { text, skipped } = applyFixes(before, wanted);
    for (const { reason } of skipped) terminal.err(`${file}: not fixed: ${reason}\n`);
    if (text === before) continue;
    const failure = replaceFile(join(root, file), text);
    if (failure === undefined) changed++;
    else terminal.err(`${file}: cannot be written: ${failure}\n`);
  }
  if (changed > 0) terminal.err(`fixed ${count(changed, "file")}\n`);
  return changed;
}
