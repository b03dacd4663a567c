import { codeAt, columnOf, isAtMarker, isBlank, isBreak, isGap, takeBreak } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { foldBreaks } from "./quoted.ts";
import { refuse } from "./rules/syntax/rule.ts";
import type { Token } from "./token.ts";

/**
 * Scans an unquoted scalar, over several lines where these are indented deeper than the collection around it.
 * @param cursor at the first character; moves to the next token's line
 * @param indent column of the block collection around the scalar, -1 at the root
 * @param inFlow inside `[]` or `{}`
 * @returns the scalar's token, and whether the cursor is on a later line than the scalar's end
 */
export function scanPlain(
  cursor: Cursor,
  indent: number,
  inFlow: boolean,
): { token: Token; crossedLine: boolean } {
  const start = cursor.at;
  let end = start;
  let value = "";
  let gap = "";
  let crossedLine = false;
  for (;;) {
    if (isAtMarker(cursor, "-") || isAtMarker(cursor, ".") || codeAt(cursor) === 35) break;
    const from = cursor.at;
    while (!endsRun(cursor, inFlow)) cursor.at++;
    if (cursor.at > from) {
      value += gap + cursor.text.slice(from, cursor.at);
      end = cursor.at;
      crossedLine = false;
      gap = "";
    }
    const code = codeAt(cursor);
    if (!isBlank(code) && !isBreak(code)) break;
    ({ text: gap, hasBreak: crossedLine } = scanGap(cursor, indent));
    if (!inFlow && columnOf(cursor) <= indent) break;
  }
  return { token: { type: "scalar", start, end, text: value, style: "plain" }, crossedLine };
}

function endsRun(cursor: Cursor, inFlow: boolean): boolean {
  const code = codeAt(cursor);
  if (isGap(code)) return true;
  if (code === 58) return isGap(codeAt(cursor, 1));
  // , ? [ ] { }
  return (
    inFlow &&
    (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125)
  );
}

function scanGap(cursor: Cursor, indent: number): { text: string; hasBreak: boolean } {
  let blanks = "";
  let first: string | undefined;
  let more = "";
  for (let code = codeAt(cursor); isBlank(code) || isBreak(code); code = codeAt(cursor)) {
    if (isBreak(code)) {
      if (first === undefined) first = takeBreak(cursor);
      else more += takeBreak(cursor);
      continue;
    }
    if (first === undefined) blanks += String.fromCharCode(code);
    else if (code === 9 && columnOf(cursor) <= indent)
      refuse("a tab cannot indent YAML, use spaces", cursor.at);
    cursor.at++;
  }
  return first === undefined
    ? { text: blanks, hasBreak: false }
    : { text: foldBreaks(first, more), hasBreak: true };
}
