import type { Finding } from "../core/finding.ts";
import { isMapping } from "../core/json.ts";
import { valueAt } from "../core/path.ts";
import { compileInput, type InputProblem } from "../schema/input.ts";
import type { JsonSchema } from "../schema/types.ts";
import { readYaml } from "../yaml/read.ts";
import type { YamlDocument } from "../yaml/types.ts";
import { findUnsafe } from "./unsafe.ts";

/** Above this a file is not a services.yaml: 1,000 services take about 0.3 MB. */
const largestFile = 16 * 1024 * 1024;

const example = "a minimal file has version, git and clusters; see docs/services.md";

/**
 * Reads a settings file of one document and checks it against its schema.
 * @param text the file's text
 * @param file its repository-relative path, for positions
 * @param schema what it must look like
 * @param area first part of the rule names, such as `services`
 * @returns the document when nothing is wrong, and all that is wrong
 */
export function readDocument(
  text: string,
  file: string,
  schema: object,
  area: string,
): { document?: YamlDocument; findings: Finding[] } {
  const fileFinding = (
    message: string,
    at: Finding["at"] = { file, line: 1, column: 1 },
  ): Finding => ({
    rule: `${area}/file`,
    severity: "error",
    message,
    at,
  });
  if (text.length > largestFile) {
    return {
      findings: [
        fileFinding(
          `the file has ${Math.round(text.length / 1024 / 1024)} MB; at most 16 MB are read`,
        ),
      ],
    };
  }
  const { documents, problems } = readYaml(file, text);
  const findings: Finding[] = [
    ...problems,
    ...documents.flatMap((document) => document.problems),
  ].map((problem) => ({ ...problem }));
  if (findings.some(({ severity }) => severity === "error")) return { findings };
  const [document, second] = documents;
  if (document === undefined) return { findings: [fileFinding(`the file is empty; ${example}`)] };
  if (second !== undefined) {
    return {
      findings: [
        fileFinding(
          "the file has a second document; all settings belong in one, so remove the line ---",
          second.locate([]),
        ),
      ],
    };
  }
  if (!isMapping(document.value)) {
    const found = Array.isArray(document.value) ? "a list" : "a single value";
    return {
      findings: [
        fileFinding(`the file holds ${found}, not a mapping; ${example}`, document.locate([])),
      ],
    };
  }
  const unsafe = findUnsafe(document.value);
  if (unsafe !== undefined) {
    return { findings: [fileFinding(unsafe.message, document.locate(unsafe.path, "key"))] };
  }
  const wrong = compileInput(schema as JsonSchema)(document.value);
  if (wrong.length === 0) return { document, findings };
  return {
    findings: [...findings, ...wrong.map((problem) => toFinding(problem, document, text, area))],
  };
}

function toFinding(
  problem: InputProblem,
  document: YamlDocument,
  text: string,
  area: string,
): Finding {
  const at = document.locate(problem.path, problem.part);
  const hint =
    problem.kind === "type"
      ? quoteHint(valueAt(document.value, problem.path), problem.message, textAt(text, at))
      : "";
  return {
    rule: `${area}/${problem.kind}`,
    severity: "error",
    message: problem.message + hint,
    at,
    path: problem.path,
  };
}

/** `1.30`, `0755` and `yes` are not text for YAML: says how to write them so that they are. */
function quoteHint(value: unknown, message: string, source: string): string {
  const isPlain =
    typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
  if (!isPlain || !message.startsWith("expected text") || source === "") return "";
  return `; for the text put it in quotes: "${source}"`;
}

/** The text of a value that stands on one line. */
function textAt(text: string, at: Finding["at"]): string {
  if (at.endLine !== at.line || at.endColumn === undefined) return "";
  const line = text.split(/\r\n|\r|\n/, at.line)[at.line - 1] ?? "";
  return line.slice(at.column - 1, at.endColumn - 1).replace(/^["']|["']$/g, "");
}
