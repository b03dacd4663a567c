import { compileExpression } from "../compile.ts";
import { CelError } from "../error.ts";
import type { Call, Node } from "../node.ts";
import { findRe2Problem } from "../../regex.ts";
import { checkFormat } from "./check-format.ts";
import { type Expression, expandMacro } from "./expand.ts";
import { type CelType, isExactly, isOptional, printType } from "./types.ts";

/**
 * Checks what literals of an expression hold: durations, timestamps and patterns must be valid, the items of a list and the keys and
 * values of a map of one type, and what `format` prints of types that its clauses can print.
 * @param node the expression
 * @param typeOf the type of each of its parts
 * @throws CelError where they do not
 * Source: cel-go cel/validator.go.
 */
export function checkLiterals(node: Node, typeOf: (node: Expression) => CelType): void {
  visit(node, false);

  function visit(each: Expression, inFormat: boolean): void {
    if (each.op === "list" && !inFormat) {
      const types = each.items.map(({ value, optional }) => entryType(typeOf(value), optional));
      checkSame(types);
    }
    if (each.op === "map" && !inFormat) {
      checkSame(each.entries.map(({ key }) => typeOf(key)));
      checkSame(each.entries.map(({ value, optional }) => entryType(typeOf(value), optional)));
    }
    const expanded = each.op === "call" ? expandMacro(each) : undefined;
    if (expanded !== undefined) return visitChildren(each, inFormat);
    if (each.op === "call") checkArguments(each, typeOf);
    visitChildren(each, inFormat || (each.op === "call" && each.name === "format"));
  }

  function visitChildren(each: Expression, inFormat: boolean): void {
    for (const child of childrenOf(each, typeOf)) visit(child, inFormat);
  }
}

function childrenOf(node: Expression, isKnown: (node: Expression) => unknown): readonly Node[] {
  switch (node.op) {
    case "select":
      return [node.target];
    case "call":
      return [...(node.target === undefined ? [] : [node.target]), ...node.args].filter(isKnown);
    case "list":
      return node.items.map(({ value }) => value);
    case "map":
      return node.entries.flatMap(({ key, value }) => [key, value]);
    default:
      return [];
  }
}

function entryType(type: CelType, optional: boolean): CelType {
  return optional && isOptional(type) ? type.params[0]! : type;
}

function checkSame(types: readonly CelType[]): void {
  const [first] = types;
  for (const type of types)
    if (!isExactly(first!, type))
      throw new CelError(`expected type '${printType(first!)}' but found '${printType(type)}'`);
}

function checkArguments(call: Call, typeOf: (node: Expression) => CelType): void {
  const { name, target, args } = call;
  if (name === "format") checkFormat(call, typeOf);
  if (target === undefined && conversions.has(name) && isConstant(args[0])) evaluate(call);
  if (!patterns.has(name)) return;
  // Both arguments of matches(text, pattern) are looked at.
  for (const pattern of args.slice(0, 2))
    if (pattern.op === "literal" && typeof pattern.value === "string") checkPattern(pattern.value);
}

const patterns = new Set(["matches", "find", "findAll"]);

function checkPattern(pattern: string): void {
  const problem = findRe2Problem(pattern);
  if (problem !== undefined) throw new CelError(`invalid matches argument: ${problem}`);
}

/** Functions that are worked out when a rule is compiled where their argument is a constant. Source: decOptimize of cel-go interpreter/decorators.go. */
const conversions = new Set(
  "bool bytes double duration dyn int string timestamp type uint".split(" "),
);

function isConstant(node: Node | undefined): boolean {
  switch (node?.op) {
    case "literal":
      return true;
    case "call":
      return node.target === undefined && conversions.has(node.name) && isConstant(node.args[0]);
    case "list":
      return node.items.every(({ value, optional }) => !optional && isConstant(value));
    case "map":
      return node.entries.every(
        ({ key, value, optional }) => !optional && isConstant(key) && isConstant(value),
      );
    default:
      return false;
  }
}

/** Throws where a constant cannot be worked out. */
function evaluate(constant: Call): void {
  const budget = { left: 10_000 };
  compileExpression(constant, [])({ name: "", value: null, parent: undefined, budget });
}
