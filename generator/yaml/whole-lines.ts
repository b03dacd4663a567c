import { columnOf } from "./text-edit.ts";

/** @returns the lines between two offsets, without their breaks */
export function linesOf(text: string, start: number, end: number): string[] {
  return text.slice(start, end).split(/\r?\n/);
}

/** Moves lines to the right, or for a negative number to the left as far as they can go; an empty line stays empty. */
export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => {
    if (line === "") return line;
    if (by >= 0) return " ".repeat(by) + line;
    const spaces = /^ */.exec(line)![0].length;
    return line.slice(Math.min(spaces, -by));
  });
}

/**
 * Finds the comment lines right above an offset that stand in the same column.
 * @param start the start of a line
 * @returns them, from the top, with their breaks
 */
export function ownLines(text: string, start: number, column: number): string[] {
  const lines: string[] = [];
  for (let end = start; end > 0;) {
    const from = text.lastIndexOf("\n", end - 2) + 1;
    const line = text.slice(from, end);
    const mark = line.indexOf("#");
    if (mark < 0 || line.slice(0, mark).trim() !== "" || columnOf(text, from + mark) !== column)
      break;
    lines.unshift(line);
    end = from;
  }
  return lines;
}

/**
 * Finds where the lines of a value end: behind its last line, and behind the comment lines below that stand deeper than its key.
 * @param end the offset behind the value
 * @param column that of the key
 */
export function endOfLines(text: string, end: number, column: number): number {
  let at = end > 0 && text[end - 1] === "\n" ? end : nextLine(text, end);
  for (let next = /^( *)#[^\n]*(?:\n|$)/.exec(text.slice(at)); next;) {
    if (next[1]!.length <= column) break;
    at += next[0].length;
    next = at < text.length ? /^( *)#[^\n]*(?:\n|$)/.exec(text.slice(at)) : null;
  }
  return at;
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline < 0 ? text.length : newline + 1;
}
