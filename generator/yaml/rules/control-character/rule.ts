import type { RuleInfo } from "../../../core/rule.ts";
import type { SyntaxProblem } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/control-character",
  severity: "error",
  summary: "the text holds a character that YAML does not allow",
};

/** What YAML 1.1 does not call printable; lone surrogates cannot come out of UTF-8. */
// oxlint-disable-next-line no-control-regex
export const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;

/** @param at where the character stands in the text */
export function describeControl(text: string, at: number): SyntaxProblem {
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
  const message = `the control character U+${code} is not allowed, remove it or write it as an escape in double quotes`;
  return { rule: rule.name, severity: rule.severity, message, start: at, end: at + 1 };
}
