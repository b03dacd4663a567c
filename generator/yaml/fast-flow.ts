import {
  BAIL,
  codeAt,
  COLON,
  DASH,
  HASH,
  NEWLINE,
  readSimpleQuoted,
  resolveFast,
  SPACE,
} from "./fast-line.ts";
import type { FastReader } from "./fast-line.ts";

const COMMA = 44;
const MAX_DEPTH = 20;

/**
 * Reads `[…]` or `{…}` on one line.
 * @param reader at the opening bracket; moves behind the closing one
 * @returns the value, or BAIL
 */
export function readFlow(reader: FastReader, depth = 0): unknown {
  if (depth > MAX_DEPTH) return BAIL;
  return codeAt(reader, reader.at) === 91 ? readList(reader, depth) : readMap(reader, depth);
}

function skipSpaces(reader: FastReader): number {
  while (codeAt(reader, reader.at) === SPACE) reader.at++;
  return codeAt(reader, reader.at);
}

function readList(reader: FastReader, depth: number): unknown {
  const items: unknown[] = [];
  reader.at++;
  if (skipSpaces(reader) === 93) {
    reader.at++;
    return items;
  }
  for (;;) {
    const item = readPart(reader, depth);
    if (item === BAIL) return BAIL;
    items.push(item);
    const code = skipSpaces(reader);
    reader.at++;
    if (code === 93) return items;
    if (code !== COMMA) return BAIL;
    skipSpaces(reader);
  }
}

function readMap(reader: FastReader, depth: number): unknown {
  const data: Record<string, unknown> = {};
  reader.at++;
  if (skipSpaces(reader) === 125) {
    reader.at++;
    return data;
  }
  for (;;) {
    const key = readPart(reader, MAX_DEPTH);
    if (typeof key !== "string" || key === "<<" || data[key] !== undefined) return BAIL;
    if (codeAt(reader, reader.at) !== COLON || codeAt(reader, reader.at + 1) !== SPACE) return BAIL;
    reader.at++;
    skipSpaces(reader);
    const value = readPart(reader, depth);
    if (value === BAIL) return BAIL;
    data[key] = value;
    const code = skipSpaces(reader);
    reader.at++;
    if (code === 125) return data;
    if (code !== COMMA) return BAIL;
    skipSpaces(reader);
  }
}

function readPart(reader: FastReader, depth: number): unknown {
  const code = codeAt(reader, reader.at);
  if (code === 91 || code === 123) return readFlow(reader, depth + 1);
  if (code !== 34 && code !== 39) return readPlain(reader, code);
  const quoted = readSimpleQuoted(reader, reader.at);
  if (!quoted) return BAIL;
  reader.at = quoted.end;
  return quoted.value;
}

/** A plain scalar of a flow collection: letters, digits and what cannot mean anything else. */
function readPlain(reader: FastReader, first: number): unknown {
  const isFlag = first === DASH && isWord(codeAt(reader, reader.at + 1));
  // / . _
  if (!isWord(first) && !isFlag && first !== 47 && first !== 46 && first !== 95) return BAIL;
  const start = reader.at;
  let at = start;
  let end = start;
  for (; ; at++) {
    const code = codeAt(reader, at);
    if (code === COMMA || code === 93 || code === 125) break;
    if (code === COLON && codeAt(reader, at + 1) === SPACE) break;
    if (code === SPACE) continue;
    // Line breaks, [ { ? # and a colon that a line break follows
    if (code === NEWLINE || code === 91 || code === 123 || code === 63 || code === HASH)
      return BAIL;
    end = at + 1;
  }
  if (end !== at && codeAt(reader, at) === COLON) return BAIL;
  reader.at = at;
  return resolveFast(reader.text.slice(start, end));
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
