import type { Cursor } from "./cursor.ts";
import { scanQuoted } from "./quoted.ts";
import { resolvePlain } from "./scalar.ts";

/** Where the fast reader is. */
export interface FastReader {
  readonly text: string;
  readonly end: number;
  at: number;
  /** Column of the next content, which `at` points to; -1 at the end. */
  column: number;
}

/** In place of a value: this needs the full reader. Every caller hands it on. */
export const BAIL = Symbol("bail");

export const NEWLINE = 10;
export const SPACE = 32;
export const HASH = 35;
export const COLON = 58;
export const DASH = 45;

/** @returns the character code at an offset; a newline behind the document's end */
export function codeAt(reader: FastReader, at: number): number {
  return at < reader.end ? reader.text.charCodeAt(at) : NEWLINE;
}

/** Moves from the start of a line to the next content, over empty lines and comments. */
export function nextContent(reader: FastReader): void {
  const { text, end } = reader;
  let at = reader.at;
  while (at < end) {
    const lineStart = at;
    while (at < end && text.charCodeAt(at) === SPACE) at++;
    const code = at < end ? text.charCodeAt(at) : NEWLINE;
    if (code !== NEWLINE && code !== HASH) {
      reader.at = at;
      reader.column = at - lineStart;
      return;
    }
    at = nextLine(reader, at);
  }
  reader.at = end;
  reader.column = -1;
}

function nextLine(reader: FastReader, from: number): number {
  const newline = reader.text.indexOf("\n", from);
  return newline < 0 || newline >= reader.end ? reader.end : newline + 1;
}

/**
 * Ends a line behind a value: only blanks and a comment may follow.
 * @returns false where something else follows
 */
export function finishLine(reader: FastReader, from: number): boolean {
  let at = from;
  while (codeAt(reader, at) === SPACE) at++;
  const code = codeAt(reader, at);
  if (code !== NEWLINE && (code !== HASH || at === from)) return false;
  reader.at = nextLine(reader, at);
  nextContent(reader);
  return true;
}

/** @returns the value of a plain scalar, or BAIL where it is not finite */
export function resolveFast(text: string): unknown {
  const { type, value } = resolvePlain(text);
  return type === "float" && !Number.isFinite(value) ? BAIL : value;
}

export interface Quoted {
  readonly value: string;
  /** Offset behind the closing quote. */
  readonly end: number;
}

/**
 * Reads a quoted scalar that stands on one line and holds no escapes.
 * @param from the opening quote
 * @returns undefined where there is more to it
 */
export function readSimpleQuoted(reader: FastReader, from: number): Quoted | undefined {
  const quote = codeAt(reader, from);
  for (let at = from + 1; ; at++) {
    const code = codeAt(reader, at);
    if (code === quote) {
      const isDoubled = quote === 39 && codeAt(reader, at + 1) === 39;
      return isDoubled ? undefined : { value: reader.text.slice(from + 1, at), end: at + 1 };
    }
    if (code === NEWLINE || (code === 92 && quote === 34)) return undefined;
  }
}

/** Reads any quoted scalar. @returns undefined where it is not right */
export function readQuoted(reader: FastReader, from: number): Quoted | undefined {
  const simple = readSimpleQuoted(reader, from);
  if (simple) return simple;
  const cursor = cursorAt(reader, from);
  try {
    return { value: scanQuoted(cursor).text ?? "", end: cursor.at };
  } catch (error) {
    if (error instanceof Error && error.cause !== undefined) return undefined;
    throw error;
  }
}

/** @returns a cursor of the full reader at an offset */
export function cursorAt({ text, end }: FastReader, at: number): Cursor {
  return { text, end, at, line: 0, lineStart: text.lastIndexOf("\n", at - 1) + 1 };
}
