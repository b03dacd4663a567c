import type { RuleInfo } from "../../../core/rule.ts";
import type { SyntaxProblem } from "../../problem.ts";
import { peekToken } from "../../scan.ts";
import type { Scanner } from "../../scanner.ts";

export const rule: RuleInfo = {
  name: "yaml/ignored-content",
  severity: "warning",
  summary: "kubectl ignores what stands behind the document's end",
};

/**
 * kubectl decodes only the first YAML document of what stands between two `---` lines, and drops the rest without a word.
 * @param scanner behind the first document
 */
export function findIgnored(scanner: Scanner): SyntaxProblem | undefined {
  const token = peekToken(scanner);
  if (token.type === "end") return undefined;
  const { text, end } = scanner.cursor;
  const from = token.type === "document-end" ? token.end : token.start;
  const rest = /^(?:[ \t\r\n]|#.*|\.\.\.[ \t]*$)*/m.exec(text.slice(from, end));
  const start = from + (rest?.[0].length ?? 0);
  if (start >= end) return undefined;
  const message =
    "everything from here to the next --- is ignored by kubectl, because the document ends before it; check the indentation";
  return {
    rule: rule.name,
    severity: rule.severity,
    message,
    start,
    end: lineEnd(text, start, end),
  };
}

function lineEnd(text: string, start: number, end: number): number {
  const newline = text.indexOf("\n", start);
  return newline < 0 ? end : Math.min(newline, end);
}
