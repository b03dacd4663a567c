import type { Location } from "../core/finding.ts";
import type { Path } from "../core/path.ts";
import { decode } from "./decode.ts";
import { readFast, UNUSUAL } from "./fast.ts";
import { createLocator } from "./lines.ts";
import type { Locator } from "./lines.ts";
import { findSpan } from "./locate.ts";
import type { Node } from "./node.ts";
import { parseDocument } from "./parse.ts";
import type { Parsed } from "./parse.ts";
import type { DecodeProblem } from "./problem.ts";
import { CONTROL, describeControl } from "./rules/control-character/rule.ts";
import { findDamage, findHalves } from "./rules/not-utf8/rule.ts";
import {
  describeLargeDocument,
  describeLargeFile,
  MAX_DOCUMENT_LENGTH,
  MAX_LENGTH,
} from "./rules/too-large/rule.ts";
import { splitDocuments } from "./split.ts";
import type { Chunk } from "./split.ts";
import type { YamlDocument, YamlFile, YamlProblem } from "./types.ts";

export interface ReadOptions {
  /** UTF-16 units of a file beyond which it is not read. */
  readonly maxLength?: number;
}

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
    const problem = describeLargeFile(file, text.length, maxLength);
    return { file, text, documents: [], problems: [problem] };
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

function readDocument(source: Source, chunk: Chunk): YamlDocument | undefined {
  const { locate } = source;
  const { root, problems: syntax } = parseChunk(source, chunk);
  const decoded = root && decode(root);
  const problems = [
    ...chunk.problems,
    ...(chunk.json ? findHalves(source.text, chunk.start, chunk.end, locate) : []),
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

function parseChunk({ text, nextControl }: Source, chunk: Chunk): Parsed {
  const { start, end, json } = chunk;
  if (json) return { root: json, problems: [] };
  if (end - start > MAX_DOCUMENT_LENGTH) return { problems: [describeLargeDocument(start, end)] };
  const control = nextControl(start);
  if (control < end) return { problems: [describeControl(text, control)] };
  return parseDocument(text, start, end);
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
