import type { Locator } from "./lines.ts";
import type { YamlProblem } from "./types.ts";

/** The text between two separators. Offsets count within the file. */
export interface Chunk {
  /** From 0; see YamlDocument.index. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly problems: readonly YamlProblem[];
}

/**
 * Splits a file as kubectl does (k8s.io/apimachinery pkg/util/yaml, YAMLReader): at every line that starts with `---`, even
 * inside a quoted or block scalar. Behind the dashes only white space and a comment may stand.
 * @param text the whole file
 * @param from where the first document starts
 * @param locate turns offsets into locations
 * @returns the chunks in order; a separator before any line makes none
 */
export function splitDocuments(text: string, from: number, locate: Locator): Chunk[] {
  const chunks: Chunk[] = [];
  let index = 0;
  let start = from;
  let problems: YamlProblem[] = [];
  let separator = findSeparator(text, from);
  while (separator >= 0) {
    if (separator > start || problems.length > 0)
      chunks.push({ index: index++, start, end: separator, problems });
    problems = [];
    const newline = text.indexOf("\n", separator);
    const lineEnd = newline < 0 ? text.length : newline;
    const rest = text.slice(separator + 3, lineEnd).trim();
    if (rest !== "" && !rest.startsWith("#"))
      problems.push(describeContent(separator, rest, text, locate));
    start = newline < 0 ? text.length : newline + 1;
    separator = findSeparator(text, start);
  }
  if (text.length > start || problems.length > 0)
    chunks.push({ index, start, end: text.length, problems });
  return chunks;
}

function findSeparator(text: string, from: number): number {
  if (text.startsWith("---", from)) return from;
  const at = text.indexOf("\n---", from);
  return at < 0 ? -1 : at + 1;
}

function describeContent(
  separator: number,
  rest: string,
  text: string,
  locate: Locator,
): YamlProblem {
  const at = text.indexOf(rest, separator + 3);
  const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
  return {
    rule: "yaml/separator-content",
    severity: "error",
    message: `${JSON.stringify(shown)} stands on the line of the document separator, move it to the next line`,
    at: locate(at, at + rest.length),
  };
}
