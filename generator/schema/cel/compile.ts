import { spend } from "./budget.ts";
import type { CelType } from "./check/types.ts";
import { CelError, noOverload } from "./error.ts";
import { type CelFunction, functions, methods } from "./library/index.ts";
import { compileMacro } from "./macros.ts";
import {
  bool,
  type Call,
  type Compiler,
  dottedName,
  type Evaluate,
  type ListLiteral,
  type MapLiteral,
  type Node,
  type Scope,
  type Select,
} from "./node.ts";
import {
  binaryOperators,
  hasField,
  index,
  indexOptional,
  negate,
  select,
  selectOptional,
} from "./operators.ts";
import { Duration, isList, Optional, TypeValue, typeName, Uint, type Value } from "./values.ts";

/**
 * Compiles a CEL expression as the API server reads it.
 * Parser, checks and evaluation are ours, since they must agree with cel-go and with Kubernetes's own libraries and types.
 * @param node the expression
 * @param variables the names that it may use
 * @param typeOf the types of its parts, as far as they are known
 * @throws CelError where it names what does not exist
 */
export function compileExpression(
  node: Node,
  variables: readonly string[],
  typeOf: Compiler["typeOf"] = () => undefined,
): Evaluate {
  return createCompiler(new Set(variables), typeOf).compile(node);
}

function createCompiler(variables: ReadonlySet<string>, typeOf: Compiler["typeOf"]): Compiler {
  const compiler: Compiler = {
    variables,
    typeOf,
    compile: (node) => compile(node, compiler),
    with: (...more) => createCompiler(new Set([...variables, ...more]), typeOf),
  };
  return compiler;
}

function compile(node: Node, compiler: Compiler): Evaluate {
  switch (node.op) {
    case "literal":
      return () => node.value;
    case "identifier":
      return identifier(node.name, compiler);
    case "select":
      return access(node, compiler);
    case "call":
      return call(node, compiler);
    case "list":
      return list(node, compiler);
    case "map":
      return map(node, compiler);
    case "message":
      throw new CelError(`undeclared reference to '${node.type}'`);
  }
}

const types = new Map(
  [
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
    "google.protobuf.Timestamp",
    "google.protobuf.Duration",
    "optional_type",
    "net.IP",
    "net.CIDR",
  ].map((name) => [name, new TypeValue(name)]),
);

function identifier(name: string, compiler: Compiler): Evaluate {
  const bare = name.replace(/^\./, "");
  if (compiler.variables.has(bare)) return (scope) => lookUpVariable(scope, bare);
  const type = types.get(bare);
  if (type === undefined) throw new CelError(`undeclared reference to '${bare}'`);
  return () => type;
}

function lookUpVariable(scope: Scope, name: string): Value {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent)
    if (at.name === name) return at.value;
  throw new CelError(`undeclared reference to '${name}'`);
}

function access(node: Select, compiler: Compiler): Evaluate {
  const { name, kind } = node;
  const type = types.get(namespaceOf(node, compiler) ?? "");
  if (type !== undefined) return () => type;
  const object = compiler.compile(node.target);
  if (kind === "presence") return (scope) => hasField(object(scope), name);
  return kind === "value"
    ? (scope) => select(object(scope), name)
    : (scope) => selectOptional(object(scope), name);
}

/** @returns `a.b.c` of a chain of names that does not start with a variable: a namespace or a type */
function namespaceOf(node: Node, compiler: Compiler): string | undefined {
  const name = dottedName(node)?.replace(/^\./, "");
  return name === undefined || compiler.variables.has(name.split(".", 1)[0]!) ? undefined : name;
}

function call(node: Call, compiler: Compiler): Evaluate {
  const { name, target, args } = node;
  if (target !== undefined) return memberCall(name, target, args, compiler);
  if (name === "_?_:_" || name === "_||_" || name === "_&&_") return logic(name, args, compiler);
  const values = args.map(compiler.compile);
  const [left, right] = values as [Evaluate, Evaluate];
  if (name === "!_") return (scope) => !bool(left(scope), name);
  if (name === "-_") return (scope) => negate(left(scope));
  // Nothing is in an empty list, not even what cannot be worked out.
  if (name === "@in" && args[1]!.op === "list" && args[1]!.items.length === 0) return () => false;
  const operator = operators.get(name);
  if (operator !== undefined) return (scope) => operator(left(scope), right(scope));
  return apply(functionNamed(name.replace(/^\./, "")), values);
}

const operators = new Map([
  ...Object.entries(binaryOperators).map(
    ([sign, operator]) => [sign === "in" ? "@in" : `_${sign}_`, operator] as const,
  ),
  ["_[_]", index],
  ["_[?_]", indexOptional],
]);

function functionNamed(name: string): CelFunction {
  if (!Object.hasOwn(functions, name)) throw new CelError(`undeclared reference to '${name}'`);
  return functions[name]!;
}

function apply(handler: CelFunction, args: readonly Evaluate[]): Evaluate {
  return (scope) => {
    spend(scope.budget, 1);
    return handler(
      args.map((arg) => arg(scope)),
      scope.budget,
    );
  };
}

function memberCall(
  name: string,
  target: Node,
  args: readonly Node[],
  compiler: Compiler,
): Evaluate {
  const macro = compileMacro(name, target, args, compiler);
  if (macro !== undefined) return macro;
  const namespaced = `${dottedName(target)?.replace(/^\./, "") ?? ""}.${name}`;
  const values = args.map(compiler.compile);
  if ((name === "or" || name === "orValue") && values.length === 1)
    return alternative(name, compiler.compile(target), values[0]!);
  if (Object.hasOwn(functions, namespaced)) return apply(functionNamed(namespaced), values);
  if (!Object.hasOwn(methods, name)) throw new CelError(`undeclared reference to '${name}'`);
  const handler = methods[name]!;
  const receiver = compiler.compile(target);
  const zero = name === "sum" ? zeroOf(compiler.typeOf(target)) : undefined;
  return (scope) => {
    spend(scope.budget, 1);
    const list = receiver(scope);
    if (zero !== undefined && isList(list) && list.length === 0) return zero;
    const result = handler(
      list,
      values.map((value) => value(scope)),
      scope.budget,
    );
    if (result === undefined) throw noOverload(name);
    return result;
  };
}

/** `optional.or(other)`, `optional.orValue(value)`: what stands in is looked at only where it is needed. */
function alternative(name: "or" | "orValue", target: Evaluate, other: Evaluate): Evaluate {
  return (scope) => {
    const optional = target(scope);
    if (!(optional instanceof Optional)) throw noOverload(name);
    if (optional.value !== undefined) return name === "or" ? optional : optional.value;
    const result = other(scope);
    if (name === "or" && !(result instanceof Optional)) throw noOverload(name);
    return result;
  };
}

/** @returns the sum of an empty list, which only its type tells */
function zeroOf(type: CelType | undefined): Value | undefined {
  switch (type?.kind === "list" ? type.params[0]!.kind : undefined) {
    case "uint":
      return new Uint(0n);
    case "double":
      return 0;
    case "duration":
      return new Duration(0n);
    default:
      return undefined;
  }
}

function list(node: ListLiteral, compiler: Compiler): Evaluate {
  const items = node.items.map(({ value, optional }) => ({
    value: compiler.compile(value),
    optional,
  }));
  return (scope) =>
    items.flatMap(({ value, optional }) => (optional ? valuesOf(value(scope)) : [value(scope)]));
}

function map(node: MapLiteral, compiler: Compiler): Evaluate {
  const entries = node.entries.map(({ key, value, optional }) => ({
    key: compiler.compile(key),
    value: compiler.compile(value),
    optional,
  }));
  return (scope) =>
    new Map(
      entries.flatMap(({ key, value, optional }) => {
        const name = key(scope);
        const values = optional ? valuesOf(value(scope)) : [value(scope)];
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

function logic(name: string, args: readonly Node[], compiler: Compiler): Evaluate {
  const [first, second, third] = args.map(compiler.compile) as [Evaluate, Evaluate, Evaluate];
  if (name === "_?_:_") return (scope) => (bool(first(scope), name) ? second(scope) : third(scope));
  const decisive = name === "_||_";
  return (scope) => {
    let left: Value;
    try {
      left = bool(first(scope), name);
    } catch (error) {
      // The other side may decide alone.
      if (bool(second(scope), name) === decisive) return decisive;
      throw error;
    }
    return left === decisive ? decisive : bool(second(scope), name);
  };
}
