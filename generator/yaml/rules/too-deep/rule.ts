import type { RuleInfo } from "../../../core/rule.ts";
import { stopParsing } from "../../problem.ts";

export const rule: RuleInfo = {
  name: "yaml/too-deep",
  severity: "error",
  summary: "a document is nested too deeply to be checked",
};

/** Far deeper than any manifest; bounds the recursion. Go's own decoders stop at 10,000. */
export const MAX_DEPTH = 500;

/** @param at where the first level that is too deep starts */
export function refuseDepth(at: number): never {
  const message = `the document is nested deeper than ${MAX_DEPTH} levels and is not checked`;
  stopParsing({ rule: rule.name, severity: rule.severity, message, start: at, end: at });
}
