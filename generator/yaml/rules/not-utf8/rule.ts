import type { RuleInfo } from "../../../core/rule.ts";
import type { Locator } from "../../lines.ts";
import type { YamlProblem } from "../../types.ts";

export const rule: RuleInfo = {
  name: "yaml/not-utf8",
  severity: "warning",
  summary: "the file is not UTF-8 or was damaged",
};

/** Finds what decoding put in the place of bytes that are no UTF-8. */
export function findDamage(text: string, locate: Locator): YamlProblem[] {
  const at = text.indexOf("\ufffd");
  if (at < 0) return [];
  const message =
    "the replacement character U+FFFD stands here: the file is not UTF-8, or its text was damaged before";
  return [{ rule: rule.name, severity: rule.severity, message, at: locate(at, at + 1) }];
}

/** A surrogate's escape that has no other half beside it; YAML's own reader refuses both. */
const HALF =
  /(?<!\\)(?:\\\\)*(\\u(?:d[89ab][\da-f]{2}(?!\\ud[c-f][\da-f]{2})|(?<!\\ud[89ab][\da-f]{2}\\u)d[c-f][\da-f]{2}))/i;

/** JSON may escape half a character; Go's reader, and so the API server, puts the replacement character in its place. */
export function findHalves(
  text: string,
  start: number,
  end: number,
  locate: Locator,
): YamlProblem[] {
  const found = HALF.exec(text.slice(start, end));
  if (!found) return [];
  const at = start + found.index + found[0].length;
  const message = `${found[1]} is half a character and is read as U+FFFD, write the character itself`;
  return [{ rule: rule.name, severity: rule.severity, message, at: locate(at - 6, at) }];
}
