import type { RuleInfo } from "../../../core/rule.ts";
import { stopParsing } from "../../problem.ts";
import type { Token } from "../../token.ts";

export const rule: RuleInfo = {
  name: "yaml/directive",
  severity: "error",
  summary: "a line starts with %, which kubectl refuses",
};

const DIRECTIVE =
  /^%(?:YAML[ \t]+[0-9]{1,9}\.[0-9]{1,9}|TAG[ \t]+!(?:[\w-]*!)?[ \t]+[^ \t#]+)[ \t]*(?:[ \t]#.*)?$/;

/** Refuses a line that starts with % and is no directive. */
export function checkPercent(text: string, start: number, end: number): void {
  if (!DIRECTIVE.test(text.slice(start, end)))
    refuseLine("a line cannot start with %, quote the value", start, end);
}

/** @param token a directive, which libyaml takes and kubectl does not */
export function refuseDirective({ start, end }: Token): never {
  refuseLine("kubectl refuses YAML directives, remove the line", start, end);
}

function refuseLine(message: string, start: number, end: number): never {
  stopParsing({ rule: rule.name, severity: rule.severity, message, start, end });
}
