import type { Location } from "../core/finding.ts";
import type { Path } from "../core/path.ts";
import type { SyntaxProblem } from "./cursor.ts";
import { decode } from "./decode.ts";
import type { DecodeProblem } from "./decode.ts";
import { readFast, UNUSUAL } from "./fast.ts";
import { createLocator } from "./lines.ts";
import type { Locator } from "./lines.ts";
import { findSpan } from "./locate.ts";
import type { Node } from "./node.ts";
import { parseDocument } from "./parse.ts";
import type { Parsed } from "./parse.ts";
import { splitDocuments } from "./split.ts";
import type { Chunk } from "./split.ts";
import type { YamlDocument, YamlFile, YamlProblem } from "./types.ts";

export interface ReadOptions {
  /** UTF-16 units of a file beyond which it is not read. */
  readonly maxLength?: number;
}

/** Far more than a repository holds in one file; bounds memory to about 1 GB. */
const MAX_LENGTH = 16 * 2 ** 20;

/**
 * Reads a file of YAML or JSON documents as kubectl and the API server do (k8s.io/apimachinery pkg/util/yaml, sigs.k8s.io/yaml,
 * go.yaml.in/yaml/v2). Problems are part of the result; nothing is thrown.
 * @param file repository-relative path, for locations
 * @param text the decoded text; a BOM and CRLF are fine
 * @param options limits
 * @returns the documents in order, those without content left out
 */
export function readYaml(file: string, text: string, options: ReadOptions = {}): YamlFile {
  const locate = createLocator(file, text);
  const maxLength = options.maxLength ?? MAX_LENGTH;
  if (text.length > maxLength) {
    const message = `the file holds ${text.length} characters and is not checked, the limit is ${maxLength}; split it`;
    return {
      file,
      text,
      documents: [],
      problems: [
        { rule: "yaml/too-large", severity: "error", message, at: { file, line: 1, column: 1 } },
      ],
    };
  }
  const source: Source = {
    text,
    locate,
    nextUnusual: createFinder(text, UNUSUAL),
    nextControl: createFinder(text, CONTROL),
  };
  const documents = splitDocuments(text, locate).flatMap(
    (chunk) => readFastDocument(source, chunk) ?? readDocument(source, chunk) ?? [],
  );
  return { file, text, documents, problems: findDamage(text, locate) };
}

interface Source {
  readonly text: string;
  readonly locate: Locator;
  readonly nextUnusual: (from: number) => number;
  readonly nextControl: (from: number) => number;
}

/** Finds matches in the order of the text, so that many documents together are searched once. */
function createFinder(text: string, pattern: RegExp): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      pattern.lastIndex = from;
      found = pattern.exec(text)?.index ?? text.length;
    }
    return found;
  };
}

/** @returns undefined where the full reader has to look, or the document has no content */
function readFastDocument(
  { text, locate, nextUnusual }: Source,
  chunk: Chunk,
): YamlDocument[] | undefined {
  if (chunk.json || chunk.problems.length > 0 || nextUnusual(chunk.start) < chunk.end)
    return undefined;
  const fast = readFast(text, chunk.start, chunk.end);
  if (!fast) return undefined;
  if (fast.value === null) return [];
  let root: Node | undefined;
  const locateLazily = (path: Path, part?: "key" | "value"): Location => {
    if (chunk.end - chunk.start <= MAX_DOCUMENT_LENGTH)
      root ??= parseDocument(text, chunk.start, chunk.end).root;
    return locatePath(root, chunk, locate, path, part);
  };
  return [{ index: chunk.index, value: fast.value, problems: [], locate: locateLazily }];
}

function findDamage(text: string, locate: Locator): YamlProblem[] {
  const at = text.indexOf("\ufffd");
  if (at < 0) return [];
  const message =
    "the replacement character U+FFFD stands here: the file is not UTF-8, or its text was damaged before";
  return [{ rule: "yaml/not-utf8", severity: "warning", message, at: locate(at, at + 1) }];
}

function readDocument(source: Source, chunk: Chunk): YamlDocument | undefined {
  const { locate } = source;
  const { root, problems: syntax } = parseChunk(source, chunk);
  const decoded = root && decode(root);
  const problems = [
    ...chunk.problems,
    ...(chunk.json ? findHalves(source, chunk) : []),
    ...syntax.map(({ rule, severity, message, start, end }) => ({
      rule,
      severity,
      message,
      at: locate(start, end),
    })),
    ...(decoded?.problems.map((problem) => toProblem(problem, locate)) ?? []),
  ];
  const value = decoded?.value;
  if ((value === undefined || value === null) && problems.length === 0) return undefined;
  return {
    index: chunk.index,
    value,
    problems,
    locate: (path, part) => locatePath(root, chunk, locate, path, part),
  };
}

/** A surrogate's escape that has no other half beside it; YAML's own reader refuses both. */
const HALF =
  /(?<!\\)(?:\\\\)*(\\u(?:d[89ab][\da-f]{2}(?!\\ud[c-f][\da-f]{2})|(?<!\\ud[89ab][\da-f]{2}\\u)d[c-f][\da-f]{2}))/i;

/** JSON may escape half a character; Go's reader, and so the API server, puts the replacement character in its place. */
function findHalves({ text, locate }: Source, { start, end }: Chunk): YamlProblem[] {
  const found = HALF.exec(text.slice(start, end));
  if (!found) return [];
  const at = start + found.index + found[0].length;
  const message = `${found[1]} is half a character and is read as U+FFFD, write the character itself`;
  return [{ rule: "yaml/not-utf8", severity: "warning", message, at: locate(at - 6, at) }];
}

/** Slow to read and never sent: the API server takes requests of 3 MiB at most. */
const MAX_DOCUMENT_LENGTH = 4 * 2 ** 20;

/** What YAML 1.1 does not call printable; lone surrogates cannot come out of UTF-8. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;

function parseChunk({ text, nextControl }: Source, chunk: Chunk): Parsed {
  const { start, end, json } = chunk;
  if (json) return { root: json, problems: [] };
  if (end - start > MAX_DOCUMENT_LENGTH) {
    const message = `this document holds ${end - start} characters and is not checked, the limit is ${MAX_DOCUMENT_LENGTH}; the API server takes no more than 3 MiB`;
    return refusal("yaml/too-large", message, start, start);
  }
  const control = nextControl(start);
  if (control < end) {
    const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, "0");
    const message = `the control character U+${code} is not allowed, remove it or write it as an escape in double quotes`;
    return refusal("yaml/control-character", message, control, control + 1);
  }
  return parseDocument(text, start, end);
}

function refusal(rule: string, message: string, start: number, end: number): Parsed {
  const problem: SyntaxProblem = { rule, severity: "error", message, start, end };
  return { problems: [problem] };
}

function toProblem(
  { rule, severity, message, node, path, first, overridesMerge }: DecodeProblem,
  locate: Locator,
): YamlProblem {
  const where = first ? ` (line ${locate(first.start).line})` : "";
  const at = locate(node.start, node.end);
  return {
    rule,
    severity,
    message: message + where,
    at,
    path,
    ...(overridesMerge && { overridesMerge }),
  };
}

function locatePath(
  root: Node | undefined,
  chunk: Chunk,
  locate: Locator,
  path: Path,
  part: "key" | "value" = "value",
): Location {
  if (!root) return locate(chunk.start);
  const { start, end } = findSpan(root, path, part);
  return locate(start, end);
}
