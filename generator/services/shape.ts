import type { Finding } from "../core/finding.ts";
import { isMapping } from "../core/json.ts";
import { valueAt, type Path } from "../core/path.ts";
import { compileInput, type InputProblem } from "../schema/input.ts";
import type { JsonSchema } from "../schema/types.ts";
import type { YamlDocument } from "../yaml/types.ts";
import { fileFinding } from "./document.ts";
import { shareParts } from "./schema/share.ts";

const sharedSchemas = new WeakMap<object, JsonSchema>();

/** Each schema is prepared once. */
function shared(schema: object): JsonSchema {
  const known = sharedSchemas.get(schema) ?? shareParts(schema);
  sharedSchemas.set(schema, known);
  return known;
}

/** More than these nobody reads, and finding the places of hundreds of thousands takes minutes. */
export const mostProblems = 500;

/**
 * Checks a settings file against its schema.
 * @param document the file's document
 * @param text the file's text, to show what YAML read as something else
 * @param schema what the data must look like
 * @param area first part of the rule names, such as `services`
 * @param named mappings whose keys are names that the user chose, such as `["clusters"]`
 * @returns what is wrong, as problems of the data and as findings
 */
export function checkShape(
  document: YamlDocument,
  text: string,
  schema: object,
  area: string,
  named: readonly Path[] = [],
): { problems: InputProblem[]; findings: Finding[] } {
  const lines = text.split(/\r\n|\r|\n/);
  const problems = [
    ...findShapeProblems(document.value, schema),
    ...named.flatMap((path) => findChangedNames(document, lines, path)),
  ];
  const findings = problems
    .slice(0, mostProblems)
    .map((problem) => toFinding(problem, document, lines, area));
  if (problems.length > mostProblems) {
    findings.push(
      fileFinding(
        area,
        `the file has ${problems.length} problems; the first ${mostProblems} are shown`,
        document.locate([]),
      ),
    );
  }
  return { problems, findings };
}

/** Names such as `yes` and `1.0`, which YAML does not read as text and turns into other names. */
function findChangedNames(
  document: YamlDocument,
  lines: readonly string[],
  path: Path,
): InputProblem[] {
  const names = valueAt(document.value, path);
  if (!isMapping(names)) return [];
  return Object.keys(names)
    .filter((name) => /^(true|false|null|[0-9]+)$/.test(name))
    .flatMap((name) => {
      const source = textAt(lines, document.locate([...path, name], "key"));
      if (source === name || source === "") return [];
      const message = `YAML reads the name ${source} as "${name}"; put it in quotes: "${source}"`;
      return [{ kind: "type" as const, path: [...path, name], part: "key" as const, message }];
    });
}

function toFinding(
  problem: InputProblem,
  document: YamlDocument,
  lines: readonly string[],
  area: string,
): Finding {
  const at = document.locate(problem.path, problem.part);
  const isMisread = problem.kind === "type" && problem.part === "value";
  const hint = isMisread
    ? quoteHint(valueAt(document.value, problem.path), problem.message, textAt(lines, at))
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

/** The text of a value or key that stands on one line. */
function textAt(lines: readonly string[], at: Finding["at"]): string {
  if (at.endLine !== at.line || at.endColumn === undefined) return "";
  return (lines[at.line - 1] ?? "")
    .slice(at.column - 1, at.endColumn - 1)
    .replace(/^["']|["']$/g, "");
}

/** @returns what is wrong with the data, without places */
export function findShapeProblems(data: unknown, schema: object): InputProblem[] {
  return compileInput(shared(schema))(data);
}
