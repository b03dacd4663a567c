import { BAIL, codeAt, DASH, HASH, NEWLINE, nextContent, SPACE } from "./fast-line.ts";
import type { FastReader } from "./fast-line.ts";

/**
 * Reads a block scalar without an indentation indicator.
 * @param reader at the `|` or `>`; moves to the content behind the scalar
 * @param parent column of the collection around it
 * @returns the text, or BAIL
 */
export function readBlockText(reader: FastReader, parent: number): string | typeof BAIL {
  const folded = codeAt(reader, reader.at) === 62;
  const sign = codeAt(reader, reader.at + 1);
  const isSigned = sign === 43 || sign === DASH;
  const header = reader.at + (isSigned ? 2 : 1);
  const lineEnd = reader.text.indexOf("\n", header);
  if (lineEnd < 0 || lineEnd >= reader.end || !isEmptyHeader(reader, header)) return BAIL;
  const lines = readLines(reader, lineEnd + 1, parent);
  if (lines === undefined) return BAIL;
  nextContent(reader);
  const trailing = countTrailing(lines);
  const content = lines.slice(0, lines.length - trailing);
  const text = folded ? fold(content) : content.join("\n");
  if (text === undefined) return BAIL;
  if (sign === DASH) return text;
  return sign === 43 ? `${text}\n${"\n".repeat(trailing)}` : `${text}\n`;
}

function isEmptyHeader(reader: FastReader, from: number): boolean {
  let at = from;
  while (codeAt(reader, at) === SPACE) at++;
  const code = codeAt(reader, at);
  return code === NEWLINE || (code === HASH && at > from);
}

/** The lines without their indentation; undefined where the full reader has to look. */
function readLines(reader: FastReader, from: number, parent: number): string[] | undefined {
  const { text, end } = reader;
  const lines: string[] = [];
  let indent = -1;
  let deepestEmpty = 0;
  let at = from;
  while (at < end) {
    const lineStart = at;
    while (at < end && text.charCodeAt(at) === SPACE) at++;
    const column = at - lineStart;
    const isEmpty = at >= end || text.charCodeAt(at) === NEWLINE;
    if (isEmpty) {
      if (at >= end && column > 0) return undefined;
      if (indent >= 0 && column > indent) return undefined;
      deepestEmpty = Math.max(deepestEmpty, column);
      lines.push("");
      at++;
      continue;
    }
    if (indent < 0) {
      if (column <= parent || deepestEmpty > column) return undefined;
      indent = column;
    }
    if (column < indent) {
      at = lineStart;
      break;
    }
    const newline = text.indexOf("\n", at);
    const lineEnd = newline < 0 || newline >= end ? end : newline;
    lines.push(text.slice(lineStart + indent, lineEnd));
    at = lineEnd + 1;
  }
  reader.at = Math.min(at, end);
  return indent < 0 ? undefined : lines;
}

function countTrailing(lines: readonly string[]): number {
  let trailing = 0;
  while (trailing < lines.length && lines[lines.length - 1 - trailing] === "") trailing++;
  return trailing;
}

/** Lines of one paragraph become one line; undefined where a line is indented deeper, which is not folded. */
function fold(lines: readonly string[]): string | undefined {
  let text = "";
  let empty = 0;
  let isFirst = true;
  for (const line of lines) {
    if (line === "") {
      empty++;
      continue;
    }
    if (line.startsWith(" ")) return undefined;
    if (empty > 0) text += "\n".repeat(empty);
    else if (!isFirst) text += " ";
    text += line;
    empty = 0;
    isFirst = false;
  }
  return text;
}
