import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { CelError } from "./error.ts";
import { type OptionalEntries, readOptionalSyntax } from "./optional-syntax.ts";

const parser = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
});

/**
 * Parses a CEL expression.
 * @returns its tree, and which entries of lists and maps in it are optional
 * @throws CelError where it cannot be parsed
 */
export function parse(text: string): { ast: ASTNode; optional: OptionalEntries } {
  const { source, optional } = readOptionalSyntax(text);
  try {
    return { ast: parser.parse(source).ast, optional };
  } catch (error) {
    throw new CelError(
      `cannot be parsed: ${error instanceof Error ? error.message.split("\n", 1)[0] : String(error)}`,
    );
  }
}

/** @returns why an expression cannot be parsed, or undefined; names and types in it are not looked at */
export function findRuleSyntaxProblem(source: string): string | undefined {
  try {
    parse(source);
    return undefined;
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}
