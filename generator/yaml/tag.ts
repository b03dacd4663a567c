import { codeAt, isGap } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { refuse } from "./rules/syntax/rule.ts";
import type { Token } from "./token.ts";

const VERBATIM = /!<((?:[0-9A-Za-z_;/?:@&=+$,.!~*'()[\]-]|%[0-9a-fA-F]{2})+)>/y;
const SHORT = /!(?:([0-9A-Za-z_-]*)!)?((?:[0-9A-Za-z_;/?:@&=+$,.!~*'()[\]-]|%[0-9a-fA-F]{2})*)/y;
const NAME = /[0-9A-Za-z_-]+/y;

/**
 * Scans a tag: `!name`, `!!name` or `!<uri>`.
 * @param cursor at the `!`; moves behind the tag
 * @returns the token with the full tag as its text
 */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.at;
  VERBATIM.lastIndex = start;
  SHORT.lastIndex = start;
  const verbatim = VERBATIM.exec(cursor.text);
  const match = verbatim ?? SHORT.exec(cursor.text);
  cursor.at = Math.min(start + (match?.[0].length ?? 1), cursor.end);
  if (
    !match ||
    !isGap(codeAt(cursor)) ||
    (codeAt(cursor, 1 - (cursor.at - start)) === 60) !== (verbatim !== null)
  ) {
    refuse("a tag cannot be read here, quote the value if it starts with !", start, cursor.at);
  }
  return {
    type: "tag",
    start,
    end: cursor.at,
    text: verbatim ? verbatim[1] : toFullTag(match, start, cursor.at),
  };
}

function toFullTag(match: RegExpExecArray, start: number, end: number): string {
  const [, handle, suffix = ""] = match;
  if (handle === undefined) return `!${suffix}`;
  if (suffix === "") refuse("a tag needs a name behind the !!", start, end);
  if (handle !== "") refuse(`the tag handle !${handle}! is not defined`, start, end);
  return `tag:yaml.org,2002:${suffix}`;
}

/**
 * Scans `&name` or `*name`.
 * @param cursor at the `&` or `*`; moves behind the name
 * @returns the token with the name as its text
 */
export function scanAnchor(cursor: Cursor): Token {
  const start = cursor.at;
  const type = codeAt(cursor) === 38 ? "anchor" : "alias";
  NAME.lastIndex = start + 1;
  const name = NAME.exec(cursor.text)?.[0] ?? "";
  cursor.at = Math.min(start + 1 + name.length, cursor.end);
  const follows = codeAt(cursor);
  if (name === "" || !(isGap(follows) || "?:,]}%@`".includes(String.fromCharCode(follows)))) {
    const sign = type === "anchor" ? "&" : "*";
    refuse(
      `${sign} starts an ${type} whose name has only letters, digits, - and _; quote the value if it is text`,
      start,
      cursor.at,
    );
  }
  return { type, start, end: cursor.at, text: name };
}
