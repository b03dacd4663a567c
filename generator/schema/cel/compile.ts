import type { Shape } from "../shape.ts";
import { type Budget, spend } from "./budget.ts";
import { bool, type Compiler, type Evaluate, type Node, type Scope } from "./node.ts";
import { CelError, noOverload } from "./error.ts";
import { functions, methods } from "./library/index.ts";
import { compileMacro } from "./macros.ts";
import {
  binaryOperators,
  hasField,
  index,
  indexOptional,
  negate,
  select,
  selectOptional,
} from "./operators.ts";
import type { OptionalEntries } from "./optional-syntax.ts";
import { parse } from "./parse.ts";
import { checkNullComparisons } from "./typecheck.ts";
import { Optional, TypeValue, typeName, Uint, type Value } from "./values.ts";

/**
 * Compiles a CEL expression as the API server reads it.
 * The parser is cel-js's; evaluation is ours, since it must agree with cel-go and with Kubernetes's own libraries and types.
 * @param source the expression
 * @param variables the names that it may use
 * @param self the schema of the variable `self`, for what only types tell
 * @throws CelError where the expression cannot be parsed or names what does not exist
 */
export function compileExpression(
  source: string,
  variables: readonly string[],
  self?: Shape,
): Evaluate {
  const { ast, optional } = parse(source);
  if (self !== undefined) checkNullComparisons(ast, self);
  return createCompiler(new Set(variables), optional).compile(ast);
}

function createCompiler(variables: ReadonlySet<string>, optional: OptionalEntries): Compiler {
  const compiler: Compiler = {
    variables,
    optionalEntries: ({ start }) => optional.get(start) ?? new Set(),
    compile: (node) => compile(node, compiler),
    with: (...more) => createCompiler(new Set([...variables, ...more]), optional),
  };
  return compiler;
}

function compile(node: Node, compiler: Compiler): Evaluate {
  const { op } = node;
  switch (op) {
    case "value":
      return literal(node.args);
    case "id":
      return identifier(node.args as string, compiler);
    case ".":
    case ".?":
      return access(node, compiler);
    case "[]":
    case "[?]":
      return binary(node, compiler, op === "[]" ? index : indexOptional);
    case "call":
      return call(node, compiler);
    case "rcall":
      return memberCall(node, compiler);
    case "list":
      return list(node, compiler);
    case "map":
      return map(node, compiler);
    case "?:":
    case "||":
    case "&&":
      return logic(node, compiler);
    case "!_": {
      const operand = compiler.compile(node.args as Node);
      return (scope) => !bool(operand(scope), "!_");
    }
    case "-_":
      return minus(node.args as Node, compiler);
    default: {
      const operator = binaryOperators[op];
      if (operator === undefined) throw new CelError(`unknown operator ${op}`);
      return binary(node, compiler, operator);
    }
  }
}

function literal(value: unknown): Evaluate {
  if (typeof value === "bigint" && value >= 1n << 63n) throw new CelError("integer overflow");
  // Besides bytes, the only literal that is an object is cel-js's unsigned integer.
  const isUint = typeof value === "object" && value !== null && !(value instanceof Uint8Array);
  const result = isUint ? new Uint(BigInt(String(value))) : (value as Value);
  return () => result;
}

function minus(operand: Node, compiler: Compiler): Evaluate {
  if (operand.op === "value" && operand.args === 1n << 63n) return () => -(1n << 63n);
  const value = compiler.compile(operand);
  return (scope) => negate(value(scope));
}

const typeNames = [
  "int",
  "uint",
  "double",
  "bool",
  "string",
  "bytes",
  "list",
  "map",
  "null_type",
  "type",
];
const types = new Map(
  [
    ...typeNames,
    "google.protobuf.Timestamp",
    "google.protobuf.Duration",
    "optional_type",
    "net.IP",
    "net.CIDR",
  ].map((name) => [name, new TypeValue(name)]),
);

function identifier(name: string, compiler: Compiler): Evaluate {
  if (compiler.variables.has(name)) return (scope) => lookUpVariable(scope, name);
  const type = types.get(name);
  if (type === undefined) throw new CelError(`undeclared reference to '${name}'`);
  return () => type;
}

function lookUpVariable(scope: Scope, name: string): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    if (at.name === name) return at.value;
  throw new CelError(`undeclared reference to '${name}'`);
}

function access(node: Node, compiler: Compiler): Evaluate {
  const [target, name] = node.args as [Node, string];
  const type = types.get(dottedName(node, compiler) ?? "");
  if (type !== undefined) return () => type;
  const object = compiler.compile(target);
  return node.op === "."
    ? (scope) => select(object(scope), name)
    : (scope) => selectOptional(object(scope), name);
}

/** @returns `a.b.c` of a chain of names that does not start with a variable: a namespace or a type */
function dottedName(node: Node, compiler: Compiler): string | undefined {
  if (node.op === "id")
    return compiler.variables.has(node.args as string) ? undefined : (node.args as string);
  if (node.op !== ".") return undefined;
  const [target, name] = node.args as [Node, string];
  const head = dottedName(target, compiler);
  return head === undefined ? undefined : `${head}.${name}`;
}

function binary(
  node: Node,
  compiler: Compiler,
  operator: (left: Value, right: Value) => Value,
): Evaluate {
  const [left, right] = (node.args as Node[]).map(compiler.compile) as [Evaluate, Evaluate];
  return (scope) => operator(left(scope), right(scope));
}

function call(node: Node, compiler: Compiler): Evaluate {
  const [name, argumentNodes] = node.args as [string, Node[]];
  if (name === "has") return presence(argumentNodes, compiler);
  const handler = functions[name];
  if (handler === undefined || !Object.hasOwn(functions, name))
    throw new CelError(`undeclared reference to '${name}'`);
  return apply(handler, argumentNodes.map(compiler.compile));
}

function apply(
  handler: (args: readonly Value[], budget: Budget) => Value,
  args: readonly Evaluate[],
): Evaluate {
  return (scope) => {
    spend(scope.budget, 1);
    return handler(
      args.map((arg) => arg(scope)),
      scope.budget,
    );
  };
}

function presence(argumentNodes: readonly Node[], compiler: Compiler): Evaluate {
  const [node] = argumentNodes;
  if (node === undefined || (node.op !== "." && node.op !== ".?") || argumentNodes.length !== 1)
    throw new CelError("invalid argument to has() macro");
  const [target, name] = node.args as [Node, string];
  const object = compiler.compile(target);
  return (scope) => hasField(object(scope), name);
}

function memberCall(node: Node, compiler: Compiler): Evaluate {
  const [name, receiverNode, argumentNodes] = node.args as [string, Node, Node[]];
  const namespaced = `${dottedName(receiverNode, compiler) ?? ""}.${name}`;
  if (Object.hasOwn(functions, namespaced))
    return apply(functions[namespaced]!, argumentNodes.map(compiler.compile));
  const macro = compileMacro(name, receiverNode, argumentNodes, compiler);
  if (macro !== undefined) return macro;
  const handler = methods[name];
  if (handler === undefined || !Object.hasOwn(methods, name))
    throw new CelError(`undeclared reference to '${name}'`);
  const receiver = compiler.compile(receiverNode);
  const args = argumentNodes.map((argument) =>
    // Values to print may have any types.
    name === "format" && argument.op === "list"
      ? listOf(argument, compiler)
      : compiler.compile(argument),
  );
  return (scope) => {
    spend(scope.budget, 1);
    const values = args.map((arg) => arg(scope));
    const result = handler(receiver(scope), values, scope.budget);
    if (result === undefined) throw noOverload(name);
    return result;
  };
}

function list(node: Node, compiler: Compiler): Evaluate {
  const optional = compiler.optionalEntries(node);
  checkHomogeneous((node.args as Node[]).filter((_, index) => !optional.has(index)));
  return listOf(node, compiler);
}

function listOf(node: Node, compiler: Compiler): Evaluate {
  const optional = compiler.optionalEntries(node);
  const items = (node.args as Node[]).map(compiler.compile);
  if (optional.size === 0) return (scope) => items.map((item) => item(scope));
  return (scope) =>
    items.flatMap((item, index) => (optional.has(index) ? valuesOf(item(scope)) : [item(scope)]));
}

function map(node: Node, compiler: Compiler): Evaluate {
  const entries = node.args as [Node, Node][];
  const optional = compiler.optionalEntries(node);
  checkHomogeneous(entries.filter((_, index) => !optional.has(index)).map(([, value]) => value));
  const compiled = entries.map(
    ([key, value]) => [compiler.compile(key), compiler.compile(value)] as const,
  );
  return (scope) =>
    new Map(
      compiled.flatMap(([key, value], index) => {
        const name = key(scope);
        const values = optional.has(index) ? valuesOf(value(scope)) : [value(scope)];
        return values.map((each): [Value, Value] => [name, each]);
      }),
    );
}

/** @returns the value of an optional entry, or none */
function valuesOf(value: Value): Value[] {
  if (!(value instanceof Optional))
    throw new CelError(`expected type 'optional_type' but found '${typeName(value)}'`);
  return value.value === undefined ? [] : [value.value];
}

/** Kubernetes refuses literals whose elements have different types. */
function checkHomogeneous(nodes: readonly Node[]): void {
  const kinds = [
    ...new Set(
      nodes
        .filter((node) => node.op === "value")
        .map((node) => typeName(literal(node.args)(undefined as never))),
    ),
  ];
  if (kinds.length > 1) throw new CelError(`expected type '${kinds[0]}' but found '${kinds[1]}'`);
}

function logic(node: Node, compiler: Compiler): Evaluate {
  const [first, second, third] = (node.args as Node[]).map(compiler.compile) as [
    Evaluate,
    Evaluate,
    Evaluate,
  ];
  if (node.op === "?:")
    return (scope) => (bool(first(scope), "_?_:_") ? second(scope) : third(scope));
  const decisive = node.op === "||";
  return (scope) => {
    let left: Value;
    try {
      left = bool(first(scope), node.op);
    } catch (error) {
      // The other side may decide alone.
      if (bool(second(scope), node.op) === decisive) return decisive;
      throw error;
    }
    return left === decisive ? decisive : bool(second(scope), node.op);
  };
}
