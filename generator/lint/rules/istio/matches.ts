import { isMapping } from "../../../core/json.ts";
import {
  entries,
  get,
  isFilled,
  isSet,
  isTrue,
  items,
  number,
  text,
  type Field,
} from "../field.ts";

// Which matches of a VirtualService take all requests before later ones see them: the analyzeUnreachable...Rules functions of
// istio/istio pkg/config/validation.

/** A route that no request reaches. */
export interface UnreachableRoute {
  readonly route: Field;
  /** The earlier route that takes its requests. */
  readonly first: Field;
  readonly reason: "no-match" | "no-matches-before" | "all-duplicate";
}

/** A match that adds nothing, because an earlier one takes its requests. */
export interface IneffectiveMatch {
  readonly match: Field;
  readonly first: Field;
  readonly reason: "duplicate" | "prefix";
}

/** Finds the routes of one list (http, tls or tcp) that are never used. */
export function findUnreachable(routes: readonly Field[]): UnreachableRoute[] {
  const found: UnreachableRoute[] = [];
  const seen = new Map<string, Field>();
  let open: Field | undefined;
  for (const { route, matches, hasMatches } of keyedRoutes(routes)) {
    if (!hasMatches) {
      if (open !== undefined) found.push({ route, first: open, reason: "no-match" });
      open = route;
    } else if (open !== undefined) found.push({ route, first: open, reason: "no-matches-before" });
    else {
      const keys = matches.map(({ key }) => key);
      // A match can also repeat one of its own route
      const duplicates = keys.filter((key, index) => seen.has(key) || keys.indexOf(key) < index);
      const first = keys.map((key) => seen.get(key)).find((earlier) => earlier !== undefined);
      if (duplicates.length === keys.length && first !== undefined)
        found.push({ route, first, reason: "all-duplicate" });
      for (const key of keys) if (!seen.has(key)) seen.set(key, route);
    }
  }
  return found;
}

/**
 * Finds the matches of one list (http, tls or tcp) that repeat or narrow an earlier one. Those of a route that is never used are left
 * out, since findUnreachable tells of the route.
 */
export function findIneffective(routes: readonly Field[]): IneffectiveMatch[] {
  const found: IneffectiveMatch[] = [];
  const seen = new Map<string, Field>();
  const prefixes: { match: Field; prefix: string }[] = [];
  for (const { matches, hasMatches } of keyedRoutes(routes)) {
    if (!hasMatches) break; // whatever follows is unreachable as a whole
    if (matches.every(({ key }) => seen.has(key))) continue;
    for (const { match, key } of matches) {
      const first = seen.get(key);
      if (first !== undefined) {
        found.push({ match, first, reason: "duplicate" });
        continue;
      }
      seen.set(key, match);
      const prefix = text(get(match, "uri", "prefix"));
      if (!prefix) continue;
      const wider = prefixes.find(
        (earlier) =>
          prefix !== earlier.prefix &&
          prefix.startsWith(earlier.prefix) &&
          covers(earlier.match, match),
      );
      if (wider !== undefined) found.push({ match, first: wider.match, reason: "prefix" });
      prefixes.push({ match, prefix });
    }
  }
  return found;
}

/** A route, and its matches with what tells them apart: two with the same key take the same requests. */
interface KeyedRoute {
  readonly route: Field;
  readonly hasMatches: boolean;
  readonly matches: readonly { match: Field; key: string }[];
}

/** What was read of a list of routes, for two rules ask. */
const keyed = new WeakMap<readonly Field[], readonly KeyedRoute[]>();

function keyedRoutes(routes: readonly Field[]): readonly KeyedRoute[] {
  const known = keyed.get(routes);
  if (known) return known;
  const found = routes.map((route) => {
    const list = get(route, "match");
    const matches = items(list).map((match) => ({ match, key: printMatch(match.value) }));
    return { route, hasMatches: isFilled(list), matches };
  });
  keyed.set(routes, found);
  return found;
}

/** Prints what a match asks for; its name asks for nothing. */
function printMatch(match: unknown): string {
  if (!isMapping(match)) return print(match);
  let printed = "";
  for (const key of sortedKeys(match)) {
    const value = match[key];
    if (key !== "name" && !isAbsent(key, value)) printed += `${key}:${print(value)},`;
  }
  return printed;
}

/** istiod reads a match through protobuf, which does not tell a zero value or an empty list or map from none. */
function isAbsent(key: string, value: unknown): boolean {
  if (!value) return true;
  return typeof value === "object" && !isMessage(key) && Object.keys(value).length === 0;
}

/** One without fields is there all the same. */
function isMessage(key: string): boolean {
  return key === "uri" || key === "method" || key === "authority" || key === "scheme";
}

/** Prints a value with its keys sorted and without nulls; the length of a text keeps it apart from what follows. */
function print(value: unknown): string {
  if (typeof value === "string") return `${value.length}"${value}`;
  if (typeof value === "bigint") return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(print).join()}]`;
  if (!isMapping(value)) return String(value);
  let printed = "{";
  for (const key of sortedKeys(value)) {
    const entry = value[key];
    if (entry !== null) printed += `${key.length}"${key}:${print(entry)},`;
  }
  return `${printed}}`;
}

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  return keys.length > 1 ? keys.sort() : keys;
}

/**
 * Upstream compares prefixes with the port, method, authority, headers and query parameters beside them. Here the one must also be
 * wider for certain: it may ask nothing that the other does not ask in the same words. So a few of upstream's warnings, which are
 * false, are left out.
 */
function covers(wide: Field, narrow: Field): boolean {
  if ((number(get(wide, "port")) ?? 0) !== (number(get(narrow, "port")) ?? 0)) return false;
  if (methodOf(wide) !== methodOf(narrow)) return false;
  if (isTrue(get(narrow, "ignoreUriCase")) && !isTrue(get(wide, "ignoreUriCase"))) return false;
  for (const key of ["headers", "queryParams", "withoutHeaders"]) {
    if (entries(get(wide, key)).length !== entries(get(narrow, key)).length) return false;
  }
  return entries(wide).every(
    ({ key, field }) =>
      ["uri", "name", "statPrefix"].includes(key) ||
      isAbsent(key, field.value) ||
      print(field.value) === print(get(narrow, key).value),
  );
}

/** Upstream takes a match without a method for one of GET. */
function methodOf(match: Field): string {
  const method = get(match, "method");
  return print(isSet(method) ? method.value : { exact: "GET" });
}
