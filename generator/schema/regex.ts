import { RE2JS } from "re2js";

/** CRDs write the same few patterns many times. */
const known = new Map<string, string | undefined>();

/**
 * Compiles a regular expression as RE2 does, which Envoy and the API server use.
 * @param pattern the expression
 * @returns why it does not compile, or undefined when it does
 */
export function findRe2Problem(pattern: string): string | undefined {
  if (!known.has(pattern)) known.set(pattern, compile(pattern));
  return known.get(pattern);
}

function compile(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
