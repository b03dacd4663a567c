import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { whyRefused } from "./errors.ts";
import { resolveLink } from "./paths.ts";

/**
 * Writes a file as a whole: readers see the old text or the new one, never a part. A link keeps being one; its target is replaced.
 * @param file its folder is made where it is missing
 * @returns why it could not be written, or undefined
 */
export function replaceFile(file: string, text: string): string | undefined {
  let staged: string | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (isReadOnly(file)) return "it is read-only";
    const target = resolveLink(file) ?? file;
    const mode = statSync(target, { throwIfNoEntry: false })?.mode;
    staged = `${target}.meshwright-tmp`;
    writeFileSync(staged, text);
    if (mode !== undefined) chmodSync(staged, mode & 0o777);
    renameSync(staged, target);
    return undefined;
  } catch (error) {
    if (staged !== undefined) rmSync(staged, { force: true });
    const reason = whyRefused(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

/** May nobody write to a file? To rename another one into its place would be possible still, and against what its owner wants. */
export function isReadOnly(file: string): boolean {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  return mode !== undefined && (mode & 0o222) === 0;
}
