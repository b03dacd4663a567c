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

/**
 * Reads a quoted scalar on one line with no escapes but the commonest.
 * @param from the opening quote
 * @returns the value and the offset behind the closing quote, or undefined
 */
export function readQuoted(
  reader: FastReader,
  from: number,
): { value: string; end: number } | undefined {
  return codeAt(reader, from) === 34 ? readDouble(reader, from) : readSingle(reader, from);
}

function readDouble(reader: FastReader, from: number): { value: string; end: number } | undefined {
  let escaped = false;
  for (let at = from + 1; ; at++) {
    const code = codeAt(reader, at);
    if (code === NEWLINE) return undefined;
    if (code === 92) {
      escaped = true;
      at++;
      if (!isCommonEscape(codeAt(reader, at))) return undefined;
    } else if (code === 34) {
      const source = reader.text.slice(from, at + 1);
      return { value: escaped ? (JSON.parse(source) as string) : source.slice(1, -1), end: at + 1 };
    }
  }
}

/** `\"`, `\\`, `\n`, `\r`, `\t`: the same in JSON. */
function isCommonEscape(code: number): boolean {
  return code === 34 || code === 92 || code === 110 || code === 114 || code === 116;
}

function readSingle(reader: FastReader, from: number): { value: string; end: number } | undefined {
  let doubled = false;
  for (let at = from + 1; ; at++) {
    const code = codeAt(reader, at);
    if (code === NEWLINE) return undefined;
    if (code !== 39) continue;
    if (codeAt(reader, at + 1) !== 39) {
      const inner = reader.text.slice(from + 1, at);
      return { value: doubled ? inner.replaceAll("''", "'") : inner, end: at + 1 };
    }
    doubled = true;
    at++;
  }
}
