import { RE2JS } from "re2js";

/** A compiled expression; the search is not anchored. */
export interface Pattern {
  test(text: string): boolean;
}

const compiled = new Map<string, Pattern | undefined>();

/**
 * Compiles an expression as the API server does (RE2), each once.
 * A JavaScript RegExp stands in only where it means the same and cannot backtrack: see {@link isSimple}.
 * @param source the expression
 * @returns a matcher, or undefined where RE2 refuses the expression
 */
export function compilePattern(source: string): Pattern | undefined {
  if (compiled.has(source)) return compiled.get(source);
  const pattern = isSimple(source) ? new RegExp(source, "u") : compileRe2(source);
  compiled.set(source, pattern);
  return pattern;
}

function compileRe2(source: string): Pattern | undefined {
  try {
    const expression = RE2JS.compile(source);
    return { test: (text) => expression.matcher(text).find() };
  } catch {
    return undefined;
  }
}

/**
 * Is this an anchored run of literals and plain classes, in which one character decides how to go on? Then JavaScript finds the same
 * in linear time. Counted repetitions beyond RE2's 1000, lazy marks, groups, alternatives, flags and escapes other than of punctuation
 * are left to RE2.
 */
function isSimple(source: string): boolean {
  const match =
    /^\^((?:(?:[A-Za-z0-9_:/ @-]|\\[.\-/]|\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_.])+\])(?:\{\d{1,2}\})?)*)(\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_.])+\][*+]?)?\$$/.exec(
      source,
    );
  return match !== null && !source.includes("\\-") && !source.includes("\\/");
}

/**
 * Finds the matches of an RE2 expression from left to right.
 * @returns at most `limit` of them, or undefined where RE2 refuses the expression
 */
export function findAllMatches(source: string, text: string, limit: number): string[] | undefined {
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(source);
  } catch {
    return undefined;
  }
  const matcher = expression.matcher(text);
  const found: string[] = [];
  while (found.length < limit && matcher.find()) found.push(matcher.group() ?? "");
  return found;
}
