import { codeAt, isAtMarker, isBlank, isBreak, isGap, takeBreak } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { refuse } from "./rules/syntax/rule.ts";
import type { Token } from "./token.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Scans a quoted scalar; its lines may be indented in any way, and are folded.
 * @param cursor at the opening quote; moves behind the closing one
 * @returns the scalar's token
 */
export function scanQuoted(cursor: Cursor): Token {
  const start = cursor.at;
  const quote = codeAt(cursor);
  cursor.at++;
  let value = "";
  for (;;) {
    checkContinues(cursor, start);
    const run = scanRun(cursor, quote);
    value += run.text;
    if (!run.escapedBreak && codeAt(cursor) === quote) break;
    value += scanGap(cursor, run.escapedBreak);
  }
  cursor.at++;
  return {
    type: "scalar",
    start,
    end: cursor.at,
    text: value,
    style: quote === 39 ? "single" : "double",
  };
}

function checkContinues(cursor: Cursor, start: number): void {
  if (cursor.at >= cursor.end)
    refuse("this quoted text is never closed, add the closing quote", start);
  if (isAtMarker(cursor, "-") || isAtMarker(cursor, ".")) {
    refuse("this quoted text is not closed before the document ends, add the closing quote", start);
  }
}

/** Characters up to a gap or the closing quote; or up to an escaped line break, which is skipped. */
function scanRun(cursor: Cursor, quote: number): { text: string; escapedBreak: boolean } {
  let text = "";
  let from = cursor.at;
  for (let code = codeAt(cursor); !isGap(code); code = codeAt(cursor)) {
    if (code === quote) {
      if (quote !== 39 || codeAt(cursor, 1) !== 39) break;
      text += `${cursor.text.slice(from, cursor.at)}'`;
      cursor.at += 2;
      from = cursor.at;
    } else if (code === 92 && quote === 34) {
      text += cursor.text.slice(from, cursor.at);
      if (isBreak(codeAt(cursor, 1))) {
        cursor.at++;
        takeBreak(cursor);
        return { text, escapedBreak: true };
      }
      text += scanEscape(cursor);
      from = cursor.at;
    } else cursor.at++;
  }
  return { text: text + cursor.text.slice(from, cursor.at), escapedBreak: false };
}

function scanEscape(cursor: Cursor): string {
  const start = cursor.at;
  const letter = cursor.text.charAt(start + 1);
  const plain = ESCAPES[letter];
  if (plain !== undefined) {
    cursor.at += 2;
    return plain;
  }
  const length = HEX_LENGTH[letter];
  if (length === undefined) {
    refuse(
      `\\${letter} is no escape in double quotes, write \\\\${letter} or use single quotes`,
      start,
      start + 2,
    );
  }
  const digits = cursor.text.slice(start + 2, Math.min(start + 2 + length, cursor.end));
  const value =
    /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
  if (value < 0)
    refuse(`\\${letter} needs ${length} hexadecimal digits behind it`, start, start + 2);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    refuse(
      `\\${letter}${digits} is no Unicode character, write the character itself`,
      start,
      start + 2 + length,
    );
  }
  cursor.at += 2 + length;
  return String.fromCodePoint(value);
}

/** White space inside the quotes: kept on one line, folded over several. */
function scanGap(cursor: Cursor, escapedBreak: boolean): string {
  let blanks = "";
  let first: string | undefined = escapedBreak ? "" : undefined;
  let more = "";
  for (let code = codeAt(cursor); cursor.at < cursor.end; code = codeAt(cursor)) {
    if (isBlank(code)) {
      if (first === undefined) blanks += String.fromCharCode(code);
      cursor.at++;
    } else if (!isBreak(code)) break;
    else if (first === undefined) first = takeBreak(cursor);
    else more += takeBreak(cursor);
  }
  if (first === undefined) return blanks;
  return foldBreaks(first, more);
}

/** One line break becomes a space, several become one less; LS and PS stay. */
export function foldBreaks(first: string, more: string): string {
  if (first !== "\n") return first + more;
  return more === "" ? " " : more;
}
