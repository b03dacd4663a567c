import { createLocator } from "./lines.ts";
import { peekToken, skipToken } from "./scan.ts";
import { createScanner } from "./scanner.ts";
import { splitDocuments } from "./split.ts";

export interface Comment {
  /** The comment without its `#`, trimmed. */
  readonly text: string;
  /** Where the `#` stands, from 1. */
  readonly line: number;
  readonly column: number;
  /** Column behind the comment's last character. */
  readonly endColumn: number;
  /** Does nothing but white space stand before it? */
  readonly ownLine: boolean;
}

/**
 * Finds the comments of a YAML file; a `#` inside quotes, block scalars or words starts none. JSON has no comments.
 * @param text the file's text
 * @param containing only comments that hold this text; a file without it is not scanned at all
 * @returns the comments in order. Behind a syntax error a `#` inside quotes may be taken for a comment
 */
export function readComments(text: string, containing = ""): Comment[] {
  if (!text.includes(containing === "" ? "#" : containing)) return [];
  const locate = createLocator("", text);
  const comments: Comment[] = [];
  for (const { start, end, json } of splitDocuments(text, locate)) {
    if (json) continue;
    for (const [from, to] of findComments(text, start, end)) {
      const source = text.slice(from, to);
      if (!source.includes(containing)) continue;
      const { line, column, endColumn = column } = locate(from, to);
      const ownLine = text.slice(from - column + 1, from).trim() === "";
      comments.push({ text: source.slice(1).trim(), line, column, endColumn, ownLine });
    }
  }
  return comments;
}

/** @returns where each comment of a document starts and ends */
export function findComments(text: string, start: number, end: number): [number, number][] {
  const scalars = findScalars(text, start, end);
  const comments: [number, number][] = [];
  const mark = /(?<!\S)#[^\r\n]*/g;
  const document = text.slice(start, end);
  let next = 0;
  for (let match = mark.exec(document); match; match = mark.exec(document)) {
    const at = start + match.index;
    while (next < scalars.length && scalars[next]![1] <= at) next++;
    const scalar = scalars[next];
    if (scalar && scalar[0] <= at) mark.lastIndex = scalar[1] - start;
    else comments.push([at, at + match[0].trimEnd().length]);
  }
  return comments;
}

/** Spans of the scalars, as far as the document can be scanned. */
function findScalars(text: string, start: number, end: number): [number, number][] {
  const content = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  const scanner = createScanner(text, content, end);
  const spans: [number, number][] = [];
  try {
    for (let token = peekToken(scanner); token.type !== "end"; token = peekToken(scanner)) {
      if (token.type === "scalar") spans.push([token.start, token.end]);
      skipToken(scanner);
    }
  } catch (error) {
    if (!(error instanceof Error) || error.cause === undefined) throw error;
  }
  return spans;
}
