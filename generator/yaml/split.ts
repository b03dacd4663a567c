import { parseJson } from "./json.ts";
import type { Locator } from "./lines.ts";
import type { Node } from "./node.ts";
import { checkSeparator } from "./rules/separator-content/rule.ts";
import type { YamlProblem } from "./types.ts";

/** The text between two separators. Offsets count within the file. */
export interface Chunk {
  /** From 0; see YamlDocument.index. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly problems: readonly YamlProblem[];
  /** Set where the document was read as JSON. */
  readonly json?: Node;
}

/**
 * Splits a file as kubectl does (k8s.io/apimachinery pkg/util/yaml, YAMLOrJSONDecoder): a file that starts with `{` is a stream of
 * JSON values as far as it goes; else, and behind the first JSON value, documents are parted by `---` lines.
 * @param text the whole file
 * @param locate turns offsets into locations
 * @returns the documents in order; a separator before any line makes none
 */
export function splitDocuments(text: string, locate: Locator): Chunk[] {
  const chunks: Chunk[] = [];
  const rest = splitJson(text, chunks);
  if (rest < text.length) splitYaml(text, rest, chunks, locate);
  return chunks;
}

/** How far kubectl looks for the `{` of a JSON stream. */
const LOOK_AHEAD = 4096;

/** Adds the JSON values that the file starts with. @returns where YAML starts, behind the white space up to a line's end */
function splitJson(text: string, chunks: Chunk[]): number {
  const first = text.search(/[^\t-\r \x85\xa0]/);
  if (first < 0 || first >= LOOK_AHEAD || text[first] !== "{") return 0;
  let at = 0;
  for (let json = parseJson(text, at); json; json = parseJson(text, at)) {
    chunks.push({ index: chunks.length, start: json.start, end: json.end, problems: [], json });
    at = json.end;
  }
  if (at === 0) return 0;
  const blanks = /[^\S\n]*\n?/y;
  blanks.lastIndex = at;
  return at + (blanks.exec(text)?.[0].length ?? 0);
}

/**
 * Parts at every line that starts with `---`, even inside a quoted or block scalar. A separator at the start of a document belongs to it, so that of two in a row only the first parts.
 */
function splitYaml(text: string, from: number, chunks: Chunk[], locate: Locator): void {
  let start = from;
  let problems = text.startsWith("---", from)
    ? checkSeparator(text, from, nextLine(text, from), locate)
    : [];
  if (problems.length > 0) start = nextLine(text, from);
  for (;;) {
    const newline = text.indexOf("\n---", start);
    const end = newline < 0 ? text.length : newline + 1;
    if (end > start || problems.length > 0)
      chunks.push({ index: chunks.length, start, end, problems });
    if (newline < 0) return;
    start = nextLine(text, end);
    problems = checkSeparator(text, end, start, locate);
  }
}

function nextLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline < 0 ? text.length : newline + 1;
}
