import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { compilePattern } from "../../pattern.ts";
import type { SchemaProblem } from "../../types.ts";
import { nameOf, quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/pattern",
  severity: "error",
  summary: "A string does not match the schema's pattern",
};

/** Reports a string that its schema's pattern refuses. Patterns are RE2, not anchored. */
export function checkPattern(
  value: string,
  pattern: string,
  path: Path,
  problems: SchemaProblem[],
): void {
  const compiled = compilePattern(pattern);
  if (compiled?.test(value)) return;
  const fault =
    compiled === undefined
      ? `cannot have any value: its pattern ${pattern} is no RE2 expression`
      : `${quote(value)} does not match ${pattern}`;
  const message = `${nameOf(path)} ${fault}`;
  problems.push({ rule: rule.name, severity: rule.severity, message, path });
}
