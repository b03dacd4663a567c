import { compilePattern, findAllMatches } from "../../pattern.ts";
import { CelError, noOverload } from "../error.ts";
import type { Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

function matches(text: Value | undefined, expression: Value | undefined): boolean {
  if (typeof text !== "string" || typeof expression !== "string") throw noOverload("matches");
  const pattern = compilePattern(expression);
  if (pattern === undefined) throw new CelError(`invalid matches argument: ${expression}`);
  return pattern.test(text);
}

function findAll(text: string, expression: Value | undefined, limit: number): string[] {
  if (typeof expression !== "string") throw noOverload("find");
  const found = findAllMatches(expression, text, limit);
  if (found === undefined) throw new CelError(`error parsing regexp: ${expression}`);
  return found;
}

export const regexFunctions: Readonly<Record<string, CelFunction>> = {
  matches: ([text, expression]) => matches(text, expression),
};

/** RE2 expressions on strings. Source: apiserver pkg/cel/library/regex.go. */
export const regexMethods: Readonly<Record<string, CelMethod>> = {
  matches: (receiver, [expression]) =>
    typeof receiver === "string" ? matches(receiver, expression) : undefined,
  find: (receiver, [expression]) =>
    typeof receiver === "string" ? (findAll(receiver, expression, 1)[0] ?? "") : undefined,
  findAll: (receiver, [expression, limit]) => {
    if (typeof receiver !== "string") return undefined;
    return findAll(
      receiver,
      expression,
      typeof limit === "bigint" && limit >= 0n ? Number(limit) : Number.MAX_SAFE_INTEGER,
    );
  },
};
