import type { Location } from "../core/finding.ts";

/** Turns offsets of a file's text into locations. */
export type Locator = (start: number, end?: number) => Location;

/**
 * Makes the function that turns offsets into lines and columns. Nothing is computed before its first use.
 * @param file the file that the locations name
 * @param text the file's whole text
 * @returns a function from a start offset, and optionally an end offset, to a location
 */
export function createLocator(file: string, text: string): Locator {
  let starts: number[] | undefined;
  const position = (offset: number): [number, number] => {
    starts ??= findLineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - starts[low]! + 1];
  };
  return (start, end) => {
    const from = Math.min(Math.max(start, 0), text.length);
    const [line, column] = position(from);
    if (end === undefined) return { file, line, column };
    const [endLine, endColumn] = position(Math.min(Math.max(end, from), text.length));
    return { file, line, column, endLine, endColumn };
  };
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
