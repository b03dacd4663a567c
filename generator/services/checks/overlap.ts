import type { HttpMatch, StringMatch } from "../../core/fleet.ts";
import type { Path } from "../../core/path.ts";

/** A match of a route, and where it is written below its service. */
export interface RoutedMatch {
  match: HttpMatch;
  path: Path;
}

/**
 * Looks for requests that two services would both answer.
 * @returns the first pair of matches that are the same, else the first that have requests in common; undefined when there is none.
 *   A match of all requests has requests in common with all others but always comes last, so it counts only against its like.
 */
export function findOverlap(
  first: readonly RoutedMatch[],
  second: readonly RoutedMatch[],
): { first: RoutedMatch; second: RoutedMatch; isSame: boolean } | undefined {
  const byKey = new Map(first.map((entry) => [keyOf(entry.match), entry]));
  for (const entry of second) {
    const same = byKey.get(keyOf(entry.match));
    if (same !== undefined) return { first: same, second: entry, isSame: true };
  }
  const [narrowFirst, narrowSecond] = [first, second].map((entries) =>
    entries.filter(({ match }) => keyOf(match) !== "all"),
  );
  const exactPaths = new Set(
    narrowFirst!.flatMap(({ match }) => (isExact(match.uri) ? [match.uri.exact] : [])),
  );
  const others = narrowFirst!.filter(({ match }) => !isExact(match.uri));
  for (const entry of narrowSecond!) {
    const candidates =
      isExact(entry.match.uri) && !exactPaths.has(entry.match.uri.exact) ? others : narrowFirst!;
    const other = candidates.find(({ match }) => canBothMatch(match, entry.match));
    if (other !== undefined) return { first: other, second: entry, isSame: false };
  }
  return undefined;
}

function isExact(uri: StringMatch | undefined): uri is { exact: string } {
  return uri !== undefined && "exact" in uri;
}

/** The same text for matches that mean the same; `all` for those that match every request. */
function keyOf(match: HttpMatch): string {
  const isRoot = match.uri === undefined || ("prefix" in match.uri && match.uri.prefix === "/");
  const hasMore =
    match.method !== undefined || match.headers !== undefined || match.queryParams !== undefined;
  if (isRoot && !hasMore) return "all";
  const sorted = (values: HttpMatch["headers"]) =>
    Object.entries(values ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    match.uri,
    match.ignoreUriCase ?? false,
    match.method,
    sorted(match.headers),
    sorted(match.queryParams),
  ]);
}

function canBothMatch(a: HttpMatch, b: HttpMatch): boolean {
  const ignoreCase = a.ignoreUriCase === true || b.ignoreUriCase === true;
  return (
    canBothBe(a.uri, b.uri, ignoreCase) &&
    canBothBe(a.method, b.method, false) &&
    canAllBe(a.headers, b.headers) &&
    canAllBe(a.queryParams, b.queryParams)
  );
}

function canAllBe(a: HttpMatch["headers"] = {}, b: HttpMatch["headers"] = {}): boolean {
  return Object.entries(a).every(([name, value]) => canBothBe(value, b[name], false));
}

/** Is there a text that both match? A regular expression is tried on exact texts only; it may match any other. */
function canBothBe(
  a: StringMatch | undefined,
  b: StringMatch | undefined,
  ignoreCase: boolean,
): boolean {
  if (a === undefined || b === undefined) return true;
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  if ("exact" in a) return matches(b, fold(a.exact), fold);
  if ("exact" in b) return matches(a, fold(b.exact), fold);
  if ("regex" in a || "regex" in b) return true;
  const [left, right] = [fold(a.prefix), fold(b.prefix)];
  return left.startsWith(right) || right.startsWith(left);
}

function matches(match: StringMatch, text: string, fold: (text: string) => string): boolean {
  if ("exact" in match) return fold(match.exact) === text;
  if ("prefix" in match) return text.startsWith(fold(match.prefix));
  return testRegex(match.regex, text);
}

/** An expression that JavaScript cannot read may match. */
function testRegex(regex: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${regex})$`).test(text);
  } catch {
    return true;
  }
}
