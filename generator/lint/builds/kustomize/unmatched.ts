import type { Location } from "../../../core/finding.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { problem } from "./problem.ts";
import type { Scope } from "./scope.ts";
import { locateSource } from "./source.ts";
import type { Source } from "./source.ts";

/** @returns what stands for a place in the set of places that matched */
export function placeKey({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/**
 * Notes whether something that kustomize ignores without a match has one. A Component is rendered into several builds: what matches
 * in one of them is no mistake, and neither is what could match in a part that cannot be rendered or is still to come.
 * @param source what names the objects
 * @param message makes the finding's message; undefined where nothing is to be said
 */
export function noteMatch(
  scope: Scope,
  rule: RuleInfo,
  source: Source,
  found: boolean,
  message: () => string | undefined,
): void {
  const at = locateSource(source);
  if (found || scope.partial.length + scope.empty.size > 0) {
    scope.matched.add(placeKey(at));
    return;
  }
  const text = message();
  if (text !== undefined) scope.warnings.push({ ...problem(rule, text, at), severity: "warning" });
}
