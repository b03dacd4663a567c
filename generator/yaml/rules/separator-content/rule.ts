import type { RuleInfo } from "../../../core/rule.ts";
import type { Locator } from "../../lines.ts";
import type { YamlProblem } from "../../types.ts";

export const rule: RuleInfo = {
  name: "yaml/separator-content",
  severity: "error",
  summary: "content stands on the line of a document separator",
};

/**
 * Behind the dashes of a separator only a comment may stand.
 * @param separator where its line starts
 * @param end where the next line starts
 */
export function checkSeparator(
  text: string,
  separator: number,
  end: number,
  locate: Locator,
): YamlProblem[] {
  const rest = text.slice(separator + 3, end).trim();
  if (rest === "" || rest.startsWith("#")) return [];
  const at = text.indexOf(rest, separator + 3);
  const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
  const message = `${JSON.stringify(shown)} stands on the line of the document separator, move it to the next line`;
  return [{ rule: rule.name, severity: rule.severity, message, at: locate(at, at + rest.length) }];
}
