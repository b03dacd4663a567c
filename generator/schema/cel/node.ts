import type { Budget } from "./budget.ts";
import type { CelType } from "./check/types.ts";
import { noOverload } from "./error.ts";
import type { Uint, Value } from "./values.ts";

/**
 * An expression as it is parsed. Operators are calls by the names that cel-go gives them (`_&&_`, `_[_]`, `!_`); macros are calls
 * like any other, but for `has`, which is a select.
 */
export type Node = Literal | Identifier | Select | Call | ListLiteral | MapLiteral | Message;

export interface Literal {
  readonly op: "literal";
  readonly value: bigint | number | string | boolean | null | Uint | Uint8Array;
}

export interface Identifier {
  readonly op: "identifier";
  /** A leading dot stands in it. */
  readonly name: string;
}

/** `target.name`, `target.?name`, `has(target.name)` */
export interface Select {
  readonly op: "select";
  readonly target: Node;
  readonly name: string;
  readonly kind: "value" | "optional" | "presence";
}

/** `name(args)`, `target.name(args)` */
export interface Call {
  readonly op: "call";
  readonly name: string;
  readonly target?: Node;
  readonly args: readonly Node[];
}

export interface ListLiteral {
  readonly op: "list";
  readonly items: readonly { readonly value: Node; readonly optional: boolean }[];
}

export interface MapLiteral {
  readonly op: "map";
  readonly entries: readonly {
    readonly key: Node;
    readonly value: Node;
    readonly optional: boolean;
  }[];
}

/** `google.protobuf.Int64Value{value: 1}` */
export interface Message {
  readonly op: "message";
  readonly type: string;
  readonly values: readonly Node[];
}

/** The variables that an expression sees, innermost first, and the work that it may still do. */
export interface Scope {
  readonly name: string;
  value: Value;
  readonly parent: Scope | undefined;
  readonly budget: Budget;
}

/** A compiled expression. Throws CelError where evaluation fails. */
export type Evaluate = (scope: Scope) => Value;

/** Compiles nodes; the names of the variables in reach tell them from types and namespaces. */
export interface Compiler {
  readonly variables: ReadonlySet<string>;
  typeOf(node: Node): CelType | undefined;
  compile(node: Node): Evaluate;
  with(...variables: string[]): Compiler;
}

/** @returns `a.b.c` of a chain of names, or undefined for all other expressions */
export function dottedName(node: Node): string | undefined {
  if (node.op === "identifier") return node.name;
  if (node.op !== "select" || node.kind !== "value") return undefined;
  const head = dottedName(node.target);
  return head === undefined ? undefined : `${head}.${node.name}`;
}

/** @returns the boolean that a value is */
export function bool(value: Value, where: string): boolean {
  if (typeof value === "boolean") return value;
  throw noOverload(where);
}
