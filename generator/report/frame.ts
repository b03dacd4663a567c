import type { Location } from "../core/finding.ts";

const widest = 120;

/**
 * Draws the lines around a place, with a mark under it.
 * @param text the file
 * @param at the place; one beyond the file's end is drawn at its end
 * @returns lines such as `> 9 |   hosst:`; none for an empty file
 */
export function drawFrame(text: string, at: Location): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  const line = Math.min(at.line, lines.length);
  const source = lines[line - 1]!;
  if (source.trim() === "" && lines.length === 1) return [];
  const start = Math.min(at.line === line ? at.column - 1 : source.length, source.length);
  const sameLine = at.endLine === undefined || at.endLine === at.line;
  const end = sameLine ? (at.endColumn ?? start + 2) - 1 : source.length;
  // A long line is cut around the place that matters.
  const cut = source.length > widest ? Math.max(0, start - Math.floor(widest / 2)) : 0;
  const width = String(line + 1).length;
  const row = (number: number, mark: string): string => {
    const content = clean(lines[number - 1]!.slice(cut, cut + widest)).trimEnd();
    return `${mark} ${String(number).padStart(width)} |${content === "" ? "" : ` ${content}`}`;
  };
  const before = start - cut;
  const marked = Math.max(1, Math.min(end, cut + widest) - start);
  return [
    ...(line > 1 ? [row(line - 1, " ")] : []),
    row(line, ">"),
    `  ${" ".repeat(width)} | ${" ".repeat(before)}${"^".repeat(marked)}`,
  ];
}

/** Takes out what would move a terminal's cursor or change its colours. */
export function clean(text: string): string {
  return text
    .replaceAll("\t", " ")
    .replaceAll(
      /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
      "\ufffd",
    );
}
