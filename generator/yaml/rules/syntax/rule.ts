import type { RuleInfo } from "../../../core/rule.ts";
import { stopParsing } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/syntax",
  severity: "error",
  summary: "the text is not YAML",
};

/**
 * Ends the parsing of a document at a place where libyaml does.
 * @param message what is wrong and what to do
 */
export function refuse(message: string, start: number, end = start + 1): never {
  stopParsing({ rule: rule.name, severity: rule.severity, message, start, end });
}
