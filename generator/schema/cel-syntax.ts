import { findRuleSyntaxProblem } from "./cel/parse.ts";

/**
 * Parses an expression of the Common Expression Language, without looking at the names and types in it.
 * @param expression such as `response.code >= 400`
 * @returns why it does not parse, or undefined when it does
 */
export function findCelSyntaxProblem(expression: string): string | undefined {
  return findRuleSyntaxProblem(expression)?.replace(/^cannot be parsed: /, "");
}
