import { codeAt, columnOf, isBlank, isBreak, skipRestOfLine, takeBreak } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { refuse } from "./rules/syntax/rule.ts";
import type { Token } from "./token.ts";

interface Header {
  readonly folded: boolean;
  readonly chomp: "clip" | "strip" | "keep";
  /** Given indentation, or 0. */
  readonly indent: number;
}

/**
 * Scans a block scalar, `|` or `>`.
 * @param cursor at the indicator; moves to the first line that does not belong to it
 * @param parentIndent column of the block collection around the scalar, -1 at the root
 * @returns the scalar's token; it ends behind the text's last line
 */
export function scanBlock(cursor: Cursor, parentIndent: number): Token {
  const start = cursor.at;
  const header = scanHeader(cursor);
  let end = cursor.at;
  if (isBreak(codeAt(cursor))) takeBreak(cursor);
  const given = header.indent === 0 ? 0 : Math.max(parentIndent, 0) + header.indent;
  let { breaks, indent } = skipEmptyLines(cursor, given, parentIndent);
  let value = "";
  let lineBreak = "";
  let afterBlank = false;
  while (columnOf(cursor) === indent && cursor.at < cursor.end) {
    const startsBlank = isBlank(codeAt(cursor));
    const isFold = header.folded && !afterBlank && !startsBlank && lineBreak === "\n";
    if (!isFold) value += lineBreak;
    else if (breaks === "") value += " ";
    value += breaks;
    afterBlank = startsBlank;
    const from = cursor.at;
    skipRestOfLine(cursor);
    value += cursor.text.slice(from, cursor.at);
    end = cursor.at;
    // kubectl ends a file's last line where its newline is missing.
    lineBreak = cursor.at < cursor.end ? takeBreak(cursor) : "\n";
    ({ breaks, indent } = skipEmptyLines(cursor, indent, parentIndent));
  }
  if (header.chomp !== "strip") value += lineBreak;
  if (header.chomp === "keep") value += breaks;
  return { type: "scalar", start, end, text: value, style: "block" };
}

function scanHeader(cursor: Cursor): Header {
  const start = cursor.at;
  const folded = codeAt(cursor) === 62;
  const match = /^(?:([-+])([0-9])?|([0-9])([-+])?)?/.exec(
    cursor.text.slice(start + 1, Math.min(start + 3, cursor.end)),
  );
  const [indicators = "", chompFirst, digitSecond, digitFirst, chompSecond] = match ?? [];
  const digit = digitFirst ?? digitSecond;
  if (digit === "0")
    refuse(
      "the indentation of a block text cannot be 0, use 1 to 9 or leave it out",
      start,
      start + 2,
    );
  cursor.at += 1 + indicators.length;
  while (isBlank(codeAt(cursor))) cursor.at++;
  if (codeAt(cursor) === 35) skipRestOfLine(cursor);
  if (cursor.at < cursor.end && !isBreak(codeAt(cursor))) {
    refuse(
      `text cannot follow ${folded ? ">" : "|"} on the same line, start it on the next one`,
      cursor.at,
    );
  }
  const chomp = chompFirst ?? chompSecond;
  return {
    folded,
    chomp: chomp === "-" ? "strip" : chomp === "+" ? "keep" : "clip",
    indent: Number(digit ?? 0),
  };
}

/** Passes empty lines and the indentation of the next line; finds the text's indentation where it is not known yet (0). */
function skipEmptyLines(
  cursor: Cursor,
  known: number,
  parentIndent: number,
): { breaks: string; indent: number } {
  const limit = known === 0 ? Number.POSITIVE_INFINITY : known;
  let breaks = "";
  let deepest = 0;
  for (;;) {
    while (columnOf(cursor) < limit && codeAt(cursor) === 32) cursor.at++;
    deepest = Math.max(deepest, columnOf(cursor));
    if (columnOf(cursor) < limit && codeAt(cursor) === 9)
      refuse("a tab cannot indent YAML, use spaces", cursor.at);
    if (!isBreak(codeAt(cursor))) break;
    breaks += takeBreak(cursor);
  }
  return { breaks, indent: known === 0 ? Math.max(deepest, parentIndent + 1, 1) : known };
}
