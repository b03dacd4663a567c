import type { Location } from "../core/finding.ts";
import type { Path } from "../core/path.ts";
import { decode } from "./decode.ts";
import type { DecodeProblem } from "./decode.ts";
import { createLocator } from "./lines.ts";
import type { Locator } from "./lines.ts";
import { findSpan } from "./locate.ts";
import type { Node } from "./node.ts";
import { parseDocument } from "./parse.ts";
import { splitDocuments } from "./split.ts";
import type { Chunk } from "./split.ts";
import type { YamlDocument, YamlFile, YamlProblem } from "./types.ts";

/**
 * Reads a file of YAML or JSON documents as kubectl and the API server do. Problems are part of the result; nothing is thrown.
 * @param file repository-relative path, for locations
 * @param text the decoded text; a BOM and CRLF are fine
 * @returns the documents in order, those without content left out
 */
export function readYaml(file: string, text: string): YamlFile {
  const locate = createLocator(file, text);
  const documents: YamlDocument[] = [];
  for (const chunk of splitDocuments(text, 0, locate)) {
    const document = readDocument(text, chunk, locate);
    if (document) documents.push(document);
  }
  return { file, text, documents, problems: [] };
}

function readDocument(text: string, chunk: Chunk, locate: Locator): YamlDocument | undefined {
  const { root, problems: syntax } = parseDocument(text.slice(chunk.start, chunk.end), chunk.start);
  const problems: YamlProblem[] = [...chunk.problems];
  for (const { rule, message, start, end } of syntax)
    problems.push({ rule, severity: "error", message, at: locate(start, end) });
  const decoded = root && decode(root);
  for (const problem of decoded?.problems ?? []) problems.push(toProblem(problem, locate));
  const value = decoded?.value;
  if ((value === undefined || value === null) && problems.length === 0) return undefined;
  return {
    index: chunk.index,
    value,
    problems,
    locate: (path, part) => locatePath(root, chunk, locate, path, part),
  };
}

function toProblem(
  { rule, severity, message, node, path, first }: DecodeProblem,
  locate: Locator,
): YamlProblem {
  const where = first ? ` (line ${locate(first.start).line})` : "";
  return { rule, severity, message: message + where, at: locate(node.start, node.end), path };
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
