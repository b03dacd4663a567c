import { compileGlob } from "../../../core/glob.ts";
import { compilePattern } from "../../../schema/pattern.ts";

type Test = (value: string) => boolean;

/**
 * Does a pattern of an AppProject match? `*` stands for any characters; in repositories not for a slash unless it is the whole pattern
 * or doubled. Source: util/glob and util/argo of argoproj/argo-cd, which use gobwas/glob 0.2.3.
 * @param separator character that a single `*` does not cross
 */
export function matchesPattern(pattern: string, value: string, separator = ""): boolean {
  if (pattern === "*") return true;
  const key = `${separator}\n${pattern}`;
  const test = compiled.get(key) ?? compile(pattern, separator);
  compiled.set(key, test);
  return test(value);
}

/** Every resource is compared with the same few patterns. */
const compiled = new Map<string, Test>();

/** Beyond any URL or namespace; far longer ones are too large for an expression. */
const longestPattern = 4096;

const never: Test = () => false;

/** What gobwas/glob refuses matches nothing. */
function compile(pattern: string, separator: string): Test {
  if (pattern.length > longestPattern) return never;
  if (!/[*?[{\\]/.test(pattern)) return (value) => value === pattern;
  if (separator === "" && !/[?[{\\]/.test(pattern)) return compileGlob(pattern);
  const source = toExpression(pattern, separator);
  const expression = source === undefined ? undefined : compilePattern(source);
  return expression === undefined ? never : (value) => expression.test(value);
}

/** One part after the other: an escaped character, a class, stars, a sign, or anything else. */
const PART = /\\(.?)|\[(!?)((?:[^\]\\]|\\.)+)\]|(\*+)|([?{},[])|([^\\*?{},[]+)/gsu;

/** Writes a pattern as RE2, which takes no longer for odd patterns than for others. */
function toExpression(pattern: string, separator: string): string | undefined {
  const any = separator === "" ? "." : `[^${quote(separator)}]`;
  let depth = 0;
  let source = "";
  for (const [, escaped, not, members, stars, sign, text] of pattern.matchAll(PART)) {
    if (escaped !== undefined) source += quote(escaped);
    else if (members !== undefined) source += `[${not === "!" ? "^" : ""}${classOf(members)}]`;
    else if (stars !== undefined) source += stars.length > 1 ? ".*" : `${any}*`;
    else if (text !== undefined) source += quote(text);
    else if (sign === "[") return undefined;
    else if (sign === "?") source += any;
    else if (sign === "{") source += "(?:";
    else if (depth === 0) source += quote(sign!);
    else source += sign === "}" ? ")" : "|";
    if (sign === "{") depth++;
    else if (sign === "}" && depth > 0) depth--;
  }
  return `(?s)^(?:${source}${")".repeat(depth)})$`;
}

/** A range of two characters, or the characters themselves. */
function classOf(members: string): string {
  const [, first, last] = /^(.)-(.)$/su.exec(members) ?? [];
  if (first !== undefined && last !== undefined) return `${quote(first)}-${quote(last)}`;
  return quote(members.replaceAll(/\\(.)/gsu, "$1"));
}

/** Writes a text so that it means itself, inside of classes too. */
function quote(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, "\\$&");
}
