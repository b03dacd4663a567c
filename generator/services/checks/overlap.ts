import type { HttpMatch, StringMatch } from "../../core/fleet.ts";
import type { Path } from "../../core/path.ts";

/** A match of a route, and where it is written below its service. */
export interface RoutedMatch {
  match: HttpMatch;
  path: Path;
}

/** A match that somebody else has already. */
export interface Overlap<Owner> {
  owner: Owner;
  theirs: HttpMatch;
  ours: RoutedMatch;
  /** Do both mean the same requests, or do they only have some in common? */
  isSame: boolean;
}

/** The matches of one host, by owner. */
export interface MatchIndex<Owner> {
  /**
   * Looks for requests that are taken already.
   * @returns the first match that is the same as another's, else the first that has requests in common with another's. A match of all
   *   requests has requests in common with every other but always comes last, so it counts only against its like.
   */
  find(matches: readonly RoutedMatch[]): Overlap<Owner> | undefined;
  add(owner: Owner, matches: readonly RoutedMatch[]): void;
}

/** Makes an index in which looking up an exact path takes no longer for more of them. */
export function createMatchIndex<Owner>(): MatchIndex<Owner> {
  type Entry = { owner: Owner; match: HttpMatch };
  const byKey = new Map<string, Entry>();
  const byPath = new Map<string, Entry[]>();
  const others: Entry[] = [];

  function candidatesFor(match: HttpMatch): Iterable<Entry> {
    if (!isExact(match.uri) || match.ignoreUriCase)
      return [...others, ...[...byPath.values()].flat()];
    return [...others, ...(byPath.get(match.uri.exact) ?? [])];
  }

  return {
    find(matches) {
      for (const ours of matches) {
        const same = byKey.get(keyOf(ours.match));
        if (same !== undefined)
          return { owner: same.owner, theirs: same.match, ours, isSame: true };
      }
      for (const ours of matches) {
        if (keyOf(ours.match) === "all") continue;
        for (const { owner, match } of candidatesFor(ours.match)) {
          if (canBothMatch(match, ours.match)) return { owner, theirs: match, ours, isSame: false };
        }
      }
      return undefined;
    },
    add(owner, matches) {
      for (const { match } of matches) {
        const key = keyOf(match);
        if (!byKey.has(key)) byKey.set(key, { owner, match });
        if (key === "all") continue;
        if (!isExact(match.uri) || match.ignoreUriCase) others.push({ owner, match });
        else if (byPath.has(match.uri.exact)) byPath.get(match.uri.exact)!.push({ owner, match });
        else byPath.set(match.uri.exact, [{ owner, match }]);
      }
    },
  };
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
