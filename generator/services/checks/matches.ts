import type { MeshEra } from "../../core/fleet.ts";
import type { Path } from "../../core/path.ts";
import { findRe2Problem } from "../../schema/regex.ts";
import type { ServiceRuleName } from "../rules.ts";
import type { RequestMatchInput } from "../schema/matches.ts";

export type Report = (
  rule: ServiceRuleName,
  path: Path,
  message: string,
  part?: "key" | "value",
) => void;

type Since = (minimum: string, path: Path, what: string) => void;

/** Checks one entry of `paths` or `matches`. */
export function checkMatch(
  match: RequestMatchInput,
  path: Path,
  era: MeshEra,
  report: Report,
  since: Since,
): void {
  if (typeof match === "string") return;
  const given = (["exact", "prefix", "regex"] as const).filter((kind) => match[kind] !== undefined);
  if (given.length > 1) {
    report(
      "services/route",
      path,
      `only one of ${given.join(" and ")} can say which path is meant`,
    );
  }
  if (match.regex !== undefined) checkRegex(match.regex, [...path, "regex"], era, report);
  if (match.ignoreCase) {
    since("1.2.0", [...path, "ignoreCase"], "ignoreCase");
    if (match.exact === undefined && match.prefix === undefined) {
      report(
        "services/route",
        [...path, "ignoreCase"],
        "ignoreCase goes with exact or prefix; in a regex write (?i) in front",
      );
    }
  }
  if (match.query !== undefined) since("1.2.0", [...path, "query"], "matching the query");
  for (const field of ["headers", "query"] as const) {
    for (const [name, value] of Object.entries(match[field] ?? {}))
      checkStringMatch(value, [...path, field, name], era, report);
  }
}

/** Checks a value that is exact, or {exact}, {prefix} or {regex}. */
export function checkStringMatch(
  match: string | { regex?: string },
  path: Path,
  era: MeshEra,
  report: Report,
): void {
  if (typeof match === "object" && match.regex !== undefined)
    checkRegex(match.regex, [...path, "regex"], era, report);
}

/** Envoy reads RE2; that of Istio up to 1.5 read the expressions of ECMAScript (C++ `std::regex`). */
function checkRegex(regex: string, path: Path, era: MeshEra, report: Report): void {
  const problem = era === "modern" ? findRe2Problem(regex) : findScriptProblem(regex);
  if (problem !== undefined)
    report(
      "services/regex",
      path,
      `"${regex}" is not a regular expression that the proxy can read: ${problem}`,
    );
}

function findScriptProblem(regex: string): string | undefined {
  try {
    new RegExp(regex);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
