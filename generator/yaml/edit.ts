import { isDeepStrictEqual } from "node:util";
import type { Fix } from "../core/finding.ts";
import { toPointer } from "../core/path.ts";
import { applyToData } from "./intended.ts";
import type { Change } from "./intended.ts";
import { createLocator } from "./lines.ts";
import type { Node } from "./node.ts";
import { parseDocument } from "./parse.ts";
import { readYaml } from "./read.ts";
import { splitDocuments } from "./split.ts";
import { createEdit, findPlainScalar } from "./text-edit.ts";
import type { TextEdit } from "./text-edit.ts";
import type { YamlFile } from "./types.ts";

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
 * fixes intend and nothing new that is wrong; a fix that would not is left out.
 * @param text the file's text
 * @param fixes their paths all count within the text as it is now
 * @returns the repaired text and the fixes that were left out
 */
export function applyFixes(text: string, fixes: readonly Fix[]): Applied {
  const skipped: { fix: Fix; reason: string }[] = [];
  const before = readYaml("", text);
  const steps = planSteps(text, dropRepeats(fixes), skipped);
  const together = apply(text, steps);
  if (isIntended(before, together, steps)) return { text: together, skipped };
  const kept: Step[] = [];
  let result = text;
  for (const step of steps) {
    const candidate = apply(text, [...kept, step]);
    if (candidate !== undefined && isIntended(before, candidate, [...kept, step])) {
      kept.push(step);
      result = candidate;
    } else skipped.push({ fix: step.fix, reason: "the change would alter more than it should" });
  }
  return { text: result, skipped };
}

function dropRepeats(fixes: readonly Fix[]): Fix[] {
  return fixes.filter(
    (fix, index) => fixes.findIndex((other) => isDeepStrictEqual(other, fix)) === index,
  );
}

function planSteps(
  text: string,
  fixes: readonly Fix[],
  skipped: { fix: Fix; reason: string }[],
): Step[] {
  const chunks = splitDocuments(text, createLocator("", text));
  const roots = new Map<number, Node | undefined>();
  for (const document of new Set(fixes.map((fix) => fix.document))) {
    const chunk = chunks.find(({ index }) => index === document);
    roots.set(document, chunk && (chunk.json ?? parseDocument(text, chunk.start, chunk.end).root));
  }
  return fixes.flatMap((fix) => {
    const root = roots.get(fix.document);
    const isJson = chunks.some(({ index, json }) => index === fix.document && json !== undefined);
    const edit = root && createEdit(text, root, fix, isJson);
    if (edit) return [{ fix, edit, text: findPlainScalar(root, fix.path) }];
    const reason = root
      ? `there is no plain way to change ${toPointer(fix.path) || "the document"}`
      : "the document cannot be parsed";
    skipped.push({ fix, reason });
    return [];
  });
}

/** @returns the new text, or undefined where two edits overlap */
function apply(text: string, steps: readonly Step[]): string | undefined {
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const edits = steps.map(({ edit }) => edit).sort((a, b) => a.start - b.start || a.end - b.end);
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
  const after = readYaml("", text);
  if (after.documents.length !== before.documents.length) return false;
  return before.documents.every((document, position) => {
    const now = after.documents[position]!;
    const changes = steps.filter(({ fix }) => fix.document === document.index);
    const intended = applyToData(document.value, changes);
    const isSame = now.index === document.index && isDeepStrictEqual(now.value, intended);
    return isSame && now.problems.length <= document.problems.length;
  });
}
