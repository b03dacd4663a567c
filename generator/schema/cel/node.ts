import type { Budget } from "./budget.ts";
import { noOverload } from "./error.ts";
import type { Value } from "./values.ts";

/** The variables that an expression sees, innermost first, and the work that it may still do. */
export interface Scope {
  readonly name: string;
  value: Value;
  readonly parent: Scope | undefined;
  readonly budget: Budget;
}

/** A compiled expression. Throws CelError where evaluation fails. */
export type Evaluate = (scope: Scope) => Value;

/** What the compiler needs of a node; the parser's nodes have more. */
export interface Node {
  readonly op: string;
  readonly args: unknown;
  /** Offset of its first character. */
  readonly start: number;
}

/** Compiles nodes; the names of the variables in reach tell them from types and namespaces. */
export interface Compiler {
  readonly variables: ReadonlySet<string>;
  /** The numbers of the entries of a list or map that have a question mark. */
  optionalEntries(node: Node): ReadonlySet<number>;
  compile(node: Node): Evaluate;
  with(...variables: string[]): Compiler;
}

/** @returns the boolean that a value is */
export function bool(value: Value, where: string): boolean {
  if (typeof value === "boolean") return value;
  throw noOverload(where);
}
