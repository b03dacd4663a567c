import { join } from "node:path";
import type { Finding, Fix } from "../core/finding.ts";
import { compileGlob } from "../core/glob.ts";
import type { Tree } from "../core/tree.ts";
import { readText } from "../disk/read.ts";
import { isReadOnly, replaceFile } from "../disk/replace.ts";
import { planRepairs, raisesVersion, type Repair, type Repairs } from "../lint/repairs/repair.ts";
import { type SourceTree, sourceTree } from "../lint/source.ts";
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

/** Applies the fixes that findings carry, and those that builds show to be safe. @returns whether a file was changed */
function fixFindings({ gathered, report: { findings } }: Linted, fixing: Fixing): boolean {
  const { root, tree } = gathered;
  fixing.refused.clear();
  const fixes = new Map<string, Fix[]>();
  const add = (file: string, fix: Fix) => fixes.set(file, [...(fixes.get(file) ?? []), fix]);
  const refuse = (file: string, reason: string) =>
    fixing.refused.add(`${file}: not fixed: ${reason}`);
  const source = sourceOf(tree);
  const fixable = findings.filter((finding) => isWrittenThere(source, finding));
  for (const { at, fix } of fixable) if (fix && !raisesVersion(fix)) add(at.file, fix);
  const { repairs, refused } = planFor(gathered, source, fixable);
  for (const { file, about, reason } of refused) refuse(file, `${about}: ${reason}`);
  for (const repair of repairs) {
    const reason = whyNotWritable(root, tree, repair);
    if (reason !== undefined) refuse(repair.file, `${repair.about}: ${reason}`);
    else for (const [file, wanted] of repair.fixes) for (const fix of wanted) add(file, fix);
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

function sourceOf(tree: Tree): SourceTree {
  const ignored = (readSettings(tree).config.ignore ?? []).map(compileGlob);
  return sourceTree(tree, (path) => ignored.some((matches) => matches(path)));
}

/** A path in an object that a build changed need not lead to the same value in the file where that was written. */
function isWrittenThere(source: SourceTree, { at, fix }: Finding): boolean {
  if (!fix) return true;
  const document = source.yaml(at.file)?.documents.find(({ index }) => index === fix.document);
  return (["key", "value"] as const).some((part) => {
    const place = document?.locate(fix.path, part);
    return place?.line === at.line && place.column === at.column;
  });
}

function planFor(
  { tree, remotes, only }: Gathered,
  source: SourceTree,
  findings: readonly Finding[],
): Repairs {
  return planRepairs(
    source,
    findings,
    { remotes: [...remotes, ...readSettings(tree).remotes] },
    (file) => only === undefined || only.has(file),
  );
}

/** What holds together in several files is changed in all of them or in none. */
function whyNotWritable(root: string, tree: Tree, { fixes }: Repair): string | undefined {
  for (const file of fixes.keys()) {
    if (readText(root, file).text !== tree.get(file))
      return `${file} was changed while it was checked`;
    if (isReadOnly(join(root, file))) return `${file} is read-only`;
  }
  return undefined;
}

/** Replaces a file unless somebody else has changed it since it was read. @returns why it was not */
function write(root: string, file: string, before: string, text: string): string | undefined {
  const now = readText(root, file).text;
  if (now === text) return undefined; // two paths can lead to one file
  return now === before
    ? replaceFile(join(root, file), text)
    : "it was changed while it was checked";
}
