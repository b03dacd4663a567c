import { readBlockText } from "./fast-block.ts";
import { readFlow } from "./fast-flow.ts";
import {
  BAIL,
  cursorAt,
  readSimpleQuoted,
  codeAt,
  COLON,
  DASH,
  finishLine,
  HASH,
  NEWLINE,
  nextContent,
  readQuoted,
  resolveFast,
  SPACE,
} from "./fast-line.ts";
import type { FastReader } from "./fast-line.ts";
import { scanPlain } from "./plain.ts";
import { resolvePlain } from "./scalar.ts";

const MAX_DEPTH = 100;

/**
 * Characters that the fast reader leaves to the full one wherever they stand: tabs, CR and other line breaks, control characters,
 * BOM. The caller looks for them once.
 */
// oxlint-disable-next-line no-control-regex
export const UNUSUAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Reads a document of the plain block subset that manifests are written in, in one pass: block mappings and lists, scalars on one
 * line, block scalars, flow collections on one line, comments.
 * @param text the file's text, without UNUSUAL characters between start and end
 * @param start where the document starts; a `---` line may stand there
 * @param end where it ends
 * @returns the same value as the full reader, which finds no problem in it; or undefined where the full reader has to look
 */
export function readFast(text: string, start: number, end: number): { value: unknown } | undefined {
  const reader: FastReader = { text, end, at: start, column: 0 };
  if (text.startsWith("---", start) && !finishLine(reader, start + 3)) return undefined;
  if (reader.at === start) nextContent(reader);
  if (reader.column < 0) return { value: null };
  const key = readKey(reader);
  const isList = isDash(reader);
  if (key === undefined && !isList) return undefined;
  const value = isList
    ? readList(reader, reader.column, 0)
    : readMapping(reader, reader.column, key, 0);
  return value === BAIL || reader.column >= 0 ? undefined : { value };
}

function isDash(reader: FastReader): boolean {
  if (codeAt(reader, reader.at) !== DASH) return false;
  const next = codeAt(reader, reader.at + 1);
  return next === SPACE || next === NEWLINE;
}

/** A node that starts on a line of its own, deeper than its parent. */
function readNode(reader: FastReader, parent: number, depth: number): unknown {
  if (depth > MAX_DEPTH) return BAIL;
  if (isDash(reader)) return readList(reader, reader.column, depth);
  const key = readKey(reader);
  return key === undefined
    ? readInline(reader, parent)
    : readMapping(reader, reader.column, key, depth);
}

/** @param firstKey the first entry's key, which the reader stands behind */
function readMapping(
  reader: FastReader,
  column: number,
  firstKey: string | undefined,
  depth: number,
): unknown {
  const data: Record<string, unknown> = {};
  let key = firstKey;
  while (key !== undefined) {
    // Also true for names that every object has, such as "constructor".
    if (data[key] !== undefined) return BAIL;
    const value = readEntry(reader, column, depth);
    if (value === BAIL) return BAIL;
    data[key] = value;
    if (reader.column !== column) return reader.column > column ? BAIL : data;
    key = readKey(reader);
  }
  return BAIL;
}

/** The value behind `key:`. */
function readEntry(reader: FastReader, column: number, depth: number): unknown {
  let at = reader.at;
  while (codeAt(reader, at) === SPACE) at++;
  const code = codeAt(reader, at);
  if (code !== NEWLINE && (code !== HASH || at === reader.at)) {
    reader.at = at;
    return readInline(reader, column);
  }
  finishLine(reader, reader.at);
  if (reader.column > column) return readNode(reader, column, depth + 1);
  if (reader.column === column && isDash(reader)) return readIndentless(reader, column, depth);
  return null;
}

/** A list whose dashes stand in the column of its key. */
function readIndentless(reader: FastReader, column: number, depth: number): unknown {
  const items: unknown[] = [];
  while (reader.column === column && isDash(reader)) {
    const item = readItem(reader, column, depth + 1);
    if (item === BAIL) return BAIL;
    items.push(item);
  }
  return items;
}

function readList(reader: FastReader, column: number, depth: number): unknown {
  const items: unknown[] = [];
  while (reader.column === column) {
    if (!isDash(reader)) return BAIL;
    const item = readItem(reader, column, depth + 1);
    if (item === BAIL) return BAIL;
    items.push(item);
  }
  return reader.column > column ? BAIL : items;
}

function readItem(reader: FastReader, column: number, depth: number): unknown {
  if (depth > MAX_DEPTH) return BAIL;
  const dash = reader.at;
  let at = dash + 1;
  while (codeAt(reader, at) === SPACE) at++;
  const code = codeAt(reader, at);
  if (code === NEWLINE || code === HASH) {
    finishLine(reader, dash + 1);
    return reader.column > column ? readNode(reader, column, depth) : null;
  }
  reader.at = at;
  reader.column = column + at - dash;
  return readNode(reader, column, depth);
}

/** A value that starts behind its key or dash. */
function readInline(reader: FastReader, parent: number): unknown {
  const value = readInlineValue(reader, parent);
  // What is indented deeper goes on with the scalar, or is wrong.
  return reader.column > parent ? BAIL : value;
}

function readInlineValue(reader: FastReader, parent: number): unknown {
  const code = codeAt(reader, reader.at);
  switch (code) {
    case 34:
    case 39: {
      const quoted = readQuoted(reader, reader.at);
      return quoted && finishLine(reader, quoted.end) ? quoted.value : BAIL;
    }
    case 124:
    case 62:
      return readBlockText(reader, parent);
    case 91:
    case 123: {
      const value = readFlow(reader);
      return value !== BAIL && finishLine(reader, reader.at) ? value : BAIL;
    }
    default:
      return startsPlain(reader, code) ? readPlain(reader, parent) : BAIL;
  }
}

/** Not one of `- ? : , ] } # & * ! % @` and backtick; a dash, question mark or colon only with a word behind it. */
function startsPlain(reader: FastReader, code: number): boolean {
  if (code === DASH || code === 63 || code === COLON) {
    const next = codeAt(reader, reader.at + 1);
    return next !== SPACE && next !== NEWLINE;
  }
  return !(
    code === 44 ||
    code === 93 ||
    code === 125 ||
    code === 35 ||
    code === 38 ||
    code === 42 ||
    code === 33 ||
    code === 37 ||
    code === 64 ||
    code === 96
  );
}

function readPlain(reader: FastReader, parent: number): unknown {
  const start = reader.at;
  let end = start;
  let at = start;
  for (; ; at++) {
    const code = codeAt(reader, at);
    if (code === NEWLINE) break;
    if (code === SPACE) continue;
    if (code === HASH && end < at) break;
    if (code === COLON) {
      const next = codeAt(reader, at + 1);
      if (next === SPACE || next === NEWLINE) return BAIL;
    }
    end = at + 1;
  }
  finishLine(reader, end);
  if (reader.column <= parent) return resolveFast(reader.text.slice(start, end));
  const { token } = scanPlain(cursorAt(reader, start), parent, false);
  return finishLine(reader, token.end) ? token.text : BAIL;
}

/** Characters of plain keys: letters, digits, `_ . / - $`. */
const KEY_CHARACTERS = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-$")
  KEY_CHARACTERS[character.charCodeAt(0)] = 1;

/** libyaml takes no longer keys without a `?`. */
const MAX_KEY = 1000;

/**
 * Reads a key and its colon.
 * @param reader at the key; moves behind the colon where there is a key
 * @returns the key, or undefined where there is none that is surely a string
 */
function readKey(reader: FastReader): string | undefined {
  if (reader.column < 0) return undefined;
  const start = reader.at;
  const first = codeAt(reader, start);
  let end = start;
  let key: string;
  if (first === 34 || first === 39) {
    const quoted = readSimpleQuoted(reader, start);
    if (!quoted) return undefined;
    end = quoted.end;
    key = quoted.value;
  } else {
    for (let code = first; code < 128 && KEY_CHARACTERS[code] === 1; code = codeAt(reader, end))
      end++;
    key = reader.text.slice(start, end);
  }
  if (end === start || end - start > MAX_KEY || codeAt(reader, end) !== COLON) return undefined;
  const next = codeAt(reader, end + 1);
  if (next !== SPACE && next !== NEWLINE) return undefined;
  if (first !== 34 && first !== 39 && !isStringKey(key, first)) return undefined;
  reader.at = end + 1;
  return key;
}

function isStringKey(key: string, first: number): boolean {
  const isLetter = first >= 65 && first <= 122;
  return (isLetter && key.length > 5) || (first !== DASH && resolvePlain(key).type === "string");
}
