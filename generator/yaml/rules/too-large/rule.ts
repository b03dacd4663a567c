import type { RuleInfo } from "../../../core/rule.ts";
import type { SyntaxProblem } from "../../problem.ts";
import type { YamlProblem } from "../../types.ts";

export const rule: RuleInfo = {
  name: "yaml/too-large",
  severity: "error",
  summary: "a file or document is too large to be checked",
};

/** UTF-16 units: far more than a repository holds in one file; bounds memory to about 1 GB. */
export const MAX_LENGTH = 16 * 2 ** 20;

/** Slow to read and never sent: the API server takes requests of 3 MiB at most. */
export const MAX_DOCUMENT_LENGTH = 4 * 2 ** 20;

export function describeLargeFile(file: string, length: number, limit: number): YamlProblem {
  const message = `the file holds ${length} characters and is not checked, the limit is ${limit}; split it`;
  return {
    rule: rule.name,
    severity: rule.severity,
    message,
    at: { file, line: 1, column: 1 },
  };
}

export function describeLargeDocument(start: number, end: number): SyntaxProblem {
  const message = `this document holds ${end - start} characters and is not checked, the limit is ${MAX_DOCUMENT_LENGTH}; the API server takes no more than 3 MiB`;
  return { rule: rule.name, severity: rule.severity, message, start, end: start };
}
