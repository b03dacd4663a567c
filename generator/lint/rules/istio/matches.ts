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
  for (const route of routes) {
    const matches = items(get(route, "match"));
    if (!isFilled(get(route, "match"))) {
      if (open !== undefined) found.push({ route, first: open, reason: "no-match" });
      open = route;
    } else if (open !== undefined) found.push({ route, first: open, reason: "no-matches-before" });
    else {
      const keys = matches.map(keyOf);
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
  const prefixes: Field[] = [];
  for (const route of routes) {
    if (!isFilled(get(route, "match"))) break; // whatever follows is unreachable as a whole
    const matches = items(get(route, "match"));
    if (matches.every((match) => seen.has(keyOf(match)))) continue;
    for (const match of matches) {
      const first = seen.get(keyOf(match));
      if (first !== undefined) {
        found.push({ match, first, reason: "duplicate" });
        continue;
      }
      seen.set(keyOf(match), match);
      if (!text(get(match, "uri", "prefix"))) continue;
      const wider = prefixes.find((earlier) => covers(earlier, match));
      if (wider !== undefined) found.push({ match, first: wider, reason: "prefix" });
      prefixes.push(match);
    }
  }
  return found;
}

/** Keys by match: two rules and several lists ask for the same ones. */
const keys = new WeakMap<object, string>();

/** Two matches with the same key take the same requests; names do not count. */
function keyOf({ value }: Field): string {
  if (typeof value !== "object" || value === null) return print(value, false);
  let key = keys.get(value);
  if (key === undefined) keys.set(value, (key = print(value, true)));
  return key;
}

/** Prints a value with its keys sorted and without nulls. */
function print(value: unknown, isMatch: boolean): string {
  if (typeof value === "bigint") return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map((item) => print(item, false)).join()}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? "null";
  const known = Object.keys(value).filter(
    (key) => value[key] !== null && !(isMatch && key === "name"),
  );
  if (known.length > 1) known.sort();
  return `{${known.map((key) => `${JSON.stringify(key)}:${print(value[key], false)}`).join()}}`;
}

/**
 * Upstream compares prefixes with the port, method, authority, headers and query parameters beside them. Here the one must also be
 * wider for certain: it may ask nothing that the other does not ask in the same words. So a few of upstream's warnings, which are
 * false, are left out.
 */
function covers(wide: Field, narrow: Field): boolean {
  const [start, longer] = [text(get(wide, "uri", "prefix"))!, text(get(narrow, "uri", "prefix"))!];
  if (start === longer || !longer.startsWith(start)) return false;
  if ((number(get(wide, "port")) ?? 0) !== (number(get(narrow, "port")) ?? 0)) return false;
  if (methodOf(wide) !== methodOf(narrow)) return false;
  if (isTrue(get(narrow, "ignoreUriCase")) && !isTrue(get(wide, "ignoreUriCase"))) return false;
  for (const key of ["headers", "queryParams", "withoutHeaders"]) {
    if (entries(get(wide, key)).length !== entries(get(narrow, key)).length) return false;
  }
  return entries(wide).every(
    ({ key, field }) =>
      ["uri", "name", "statPrefix"].includes(key) || keyOf(field) === keyOf(get(narrow, key)),
  );
}

/** Upstream takes a match without a method for one of GET. */
function methodOf(match: Field): string {
  const method = get(match, "method");
  return isSet(method) ? keyOf(method) : '{"exact":"GET"}';
}
