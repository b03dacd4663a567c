import { isDeepStrictEqual } from "node:util";
import type { Fix, FixGroup, SingleFix } from "../core/finding.ts";
import { toPointer, valueAt } from "../core/path.ts";
import { readComments } from "./comments.ts";
import { applyStep, applyToData } from "./intended.ts";
import type { Change } from "./intended.ts";
import { createLocator } from "./lines.ts";
import { createGroupEdits } from "./group-edit.ts";
import type { Node } from "./node.ts";
import { parseDocument } from "./parse.ts";
import { readYaml } from "./read.ts";
import { type Chunk, splitDocuments } from "./split.ts";
import { createEdit, findPlainScalar } from "./text-edit.ts";
import type { TextEdit } from "./text-edit.ts";
import type { YamlDocument, YamlFile } from "./types.ts";

export interface Applied {
  readonly text: string;
  /** Fixes that were left out, each with the reason; no full stop. */
  readonly skipped: readonly { fix: Fix; reason: string }[];
}

/** A fix with its edit, and what it does to the document's value. */
interface Step extends Change {
  readonly edit: TextEdit;
}

/**
 * Repairs a file and keeps its comments, layout, quotes and line ends. The result is read again and has to hold exactly what the
 * fixes intend and nothing new that is wrong; a fix that would not is left out, and of a group every step.
 * @param text the file's text
 * @param fixes their paths all count within the text as it is now
 * @returns the repaired text and the fixes that were left out
 */
export function applyFixes(text: string, fixes: readonly Fix[]): Applied {
  const wanted = dropRepeats(fixes);
  const groups = wanted.filter((fix) => fix.op === "group");
  const { text: repaired, skipped } = applySingles(
    text,
    wanted.filter((fix) => fix.op !== "group"),
  );
  let result = repaired;
  for (const fix of groups) {
    const changed = applyGroup(result, fix, text);
    if (typeof changed === "string") result = changed;
    else skipped.push({ fix, reason: changed.reason });
  }
  return { text: result, skipped };
}

function applySingles(
  text: string,
  fixes: readonly SingleFix[],
): { text: string; skipped: { fix: Fix; reason: string }[] } {
  const skipped: { fix: Fix; reason: string }[] = [];
  if (fixes.length === 0) return { text, skipped };
  const before = readYaml("", text);
  const steps = planSteps(text, fixes, skipped);
  const together = apply(
    text,
    steps.map(({ edit }) => edit),
  );
  if (isIntended(before, together, steps)) return { text: together, skipped };
  const kept: Step[] = [];
  let result = text;
  for (const step of steps) {
    const candidate = apply(
      text,
      [...kept, step].map(({ edit }) => edit),
    );
    if (candidate !== undefined && isIntended(before, candidate, [...kept, step])) {
      kept.push(step);
      result = candidate;
    } else skipped.push({ fix: step.fix, reason: altersMore(step.fix) });
  }
  return { text: result, skipped };
}

/**
 * Makes the steps of a group one after the other.
 * @param original the text that the group's paths count in
 * @returns the text after, or why it stays as it is
 */
function applyGroup(text: string, group: FixGroup, original: string): string | { reason: string } {
  const valueOf = (file: string) =>
    readYaml("", file).documents.find(({ index }) => index === group.document)?.value;
  let data = valueOf(text);
  if (!isDeepStrictEqual(valueAt(data, group.path), valueAt(valueOf(original), group.path)))
    return { reason: "another fix changed it" };
  let result = text;
  for (const step of group.steps) {
    const { root, chunk } = parseAt(result, group.document) ?? {};
    if (root === undefined || chunk === undefined)
      return { reason: "the document cannot be parsed" };
    const edits = createGroupEdits(result, root, step, chunk);
    const next = edits && apply(result, edits);
    data = applyStep(data, step);
    if (next === undefined || data === undefined)
      return { reason: `there is no plain way to change ${toPointer(step.path)}` };
    result = next;
  }
  const isWhole =
    isSameButFor(readYaml("", text), result, (document) =>
      document.index === group.document ? data : document.value,
    ) && isDeepStrictEqual(commentsOf(result), commentsOf(text));
  return isWhole ? result : { reason: altersMore(group) };
}

function altersMore({ path }: Fix): string {
  return `a change of ${toPointer(path)} would alter more than that`;
}

function commentsOf(text: string): string[] {
  return readComments(text)
    .map((comment) => comment.text)
    .sort();
}

function dropRepeats(fixes: readonly Fix[]): Fix[] {
  return fixes.filter(
    (fix, index) => fixes.findIndex((other) => isDeepStrictEqual(other, fix)) === index,
  );
}

function planSteps(
  text: string,
  fixes: readonly SingleFix[],
  skipped: { fix: Fix; reason: string }[],
): Step[] {
  const documents = new Map(
    fixes.map(({ document }) => document).map((document) => [document, parseAt(text, document)]),
  );
  return fixes.flatMap((fix) => {
    const { root, chunk } = documents.get(fix.document) ?? {};
    const edit = root && createEdit(text, root, fix, chunk?.json !== undefined);
    if (edit) return [{ fix, edit, text: findPlainScalar(root, fix.path) }];
    const reason = root
      ? `there is no plain way to change ${toPointer(fix.path) || "the document"}`
      : "the document cannot be parsed";
    skipped.push({ fix, reason });
    return [];
  });
}

function parseAt(text: string, document: number): { root?: Node; chunk: Chunk } | undefined {
  const chunk = splitDocuments(text, createLocator("", text)).find(
    ({ index }) => index === document,
  );
  if (!chunk) return undefined;
  const root = chunk.json ?? parseDocument(text, chunk.start, chunk.end).root;
  return { chunk, ...(root && { root }) };
}

/** @returns the new text, or undefined where two edits overlap */
function apply(text: string, unsorted: readonly TextEdit[]): string | undefined {
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const edits = unsorted.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at) return undefined;
    result += text.slice(at, edit.start) + edit.text.replaceAll("\n", lineBreak);
    at = edit.end;
  }
  return result + text.slice(at);
}

function isIntended(
  before: YamlFile,
  text: string | undefined,
  steps: readonly Step[],
): text is string {
  if (text === undefined) return false;
  return isSameButFor(before, text, (document) =>
    applyToData(
      document.value,
      steps.filter(({ fix }) => fix.document === document.index),
    ),
  );
}

/** Does a text hold the same documents with the values that are intended, and nothing more that is wrong? */
function isSameButFor(
  before: YamlFile,
  text: string,
  intended: (document: YamlDocument) => unknown,
): boolean {
  const after = readYaml("", text);
  if (after.documents.length !== before.documents.length) return false;
  return before.documents.every((document, position) => {
    const now = after.documents[position]!;
    const isSame = now.index === document.index && isDeepStrictEqual(now.value, intended(document));
    return isSame && now.problems.length <= document.problems.length;
  });
}
