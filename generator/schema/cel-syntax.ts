import { Environment } from "@marcbachmann/cel-js";

const environment = new Environment({ unlistedVariablesAreDyn: true });

/**
 * Parses an expression of the Common Expression Language, without looking at the names and types in it.
 * @param expression such as `response.code >= 400`
 * @returns why it does not parse, or undefined when it does
 */
export function findCelSyntaxProblem(expression: string): string | undefined {
  try {
    environment.parse(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : String(error);
  }
}
