import { CelError } from "../error.ts";
import { type Call, dottedName, type Literal, type Node, type Select } from "../node.ts";
import { Uint } from "../values.ts";
import { checkLiterals } from "./check-literals.ts";
import { type Expression, expandMacro, type Fold } from "./expand.ts";
import { type Overload, overloadsOf } from "./overloads.ts";
import {
  bool,
  type CelType,
  dyn,
  int,
  isExactly,
  isOptional,
  listOf,
  mapOf,
  nullType,
  opaque,
  optionalOf,
  parameter,
  printType,
  simpleTypes,
  string,
  typeOf,
  unwrapOptional,
} from "./types.ts";
import { assign, type Bindings, settle, substitute, widest } from "./unify.ts";

/** What a rule's types tell of it. */
export interface Checked {
  /** The type of what it gives. */
  readonly type: CelType;
  /** Does it name the variable `oldSelf`? */
  readonly usesOldSelf: boolean;
  /** The types of its parts. */
  typeOf(node: Expression): CelType | undefined;
  /** What its calls are. */
  resolutionOf(call: Call): Resolution | undefined;
}

/** The function that is called, and those of its forms that take the types at hand. */
export interface Resolution {
  /** With its namespace. */
  readonly name: string;
  readonly overloads: readonly Overload[];
}

/**
 * Checks the types of an expression, as the API server does when it compiles a rule.
 * @param node the expression
 * @param variables the types of the variables that it may use
 * @throws CelError where a name is unknown, no form of a function takes the types at hand, or a literal is no valid argument
 * Source: cel-go checker/checker.go.
 */
export function checkTypes(node: Node, variables: ReadonlyMap<string, CelType>): Checked {
  const checker = createChecker(variables);
  const type = checker.check(node, undefined);
  const settled = checker.settledTypes();
  checkLiterals(node, (each) => settled.get(each)!);
  return {
    type: checker.settle(type),
    usesOldSelf: checker.usesOldSelf(),
    typeOf: (each) => settled.get(each),
    resolutionOf: (call) => checker.resolutions.get(call),
  };
}

/** Variables of macros, innermost first. */
interface Locals {
  readonly name: string;
  readonly type: CelType;
  readonly parent: Locals | undefined;
}

function createChecker(variables: ReadonlyMap<string, CelType>) {
  const bindings = new Map<string, CelType>();
  let fresh = 0;
  let usesOldSelf = false;
  const types = new Map<Expression, CelType>();
  const resolutions = new Map<Call, Resolution>();

  const newParameter = (): CelType => parameter(`#${fresh++}`);

  const fit = (pairs: readonly (readonly [CelType, CelType])[]): boolean => assign(bindings, pairs);

  function check(node: Expression, locals: Locals | undefined): CelType {
    const type = typeOfNode(node, locals);
    types.set(node, type);
    return type;
  }

  function typeOfNode(node: Expression, locals: Locals | undefined): CelType {
    switch (node.op) {
      case "literal":
        return typeOfLiteral(node.value);
      case "identifier": {
        const type = findIdentifier(node.name, locals);
        if (type === undefined) throw undeclared(node.name);
        return type;
      }
      case "select":
        return checkSelect(node, locals);
      case "call":
        return checkCall(node, locals);
      case "list": {
        const items = node.items.map(({ value, optional }) =>
          entryType(check(value, locals), optional),
        );
        return listOf(join(items));
      }
      case "map": {
        const keys: CelType[] = [];
        const values: CelType[] = [];
        for (const { key, value, optional } of node.entries) {
          keys.push(check(key, locals));
          values.push(entryType(check(value, locals), optional));
        }
        return mapOf(join(keys), join(values));
      }
      case "message":
        throw undeclared(node.type);
      case "fold":
        return checkFold(node, locals);
    }
  }

  function findIdentifier(name: string, locals: Locals | undefined): CelType | undefined {
    for (let at = locals; at !== undefined; at = at.parent) if (at.name === name) return at.type;
    const bare = name.replace(/^\./, "");
    if (bare === "oldSelf" && variables.has(bare)) usesOldSelf = true;
    return variables.get(bare) ?? typeNames.get(bare);
  }

  function checkSelect(node: Select, locals: Locals | undefined): CelType {
    const name = node.kind === "value" ? dottedName(node) : undefined;
    const isLocal = name !== undefined && isLocalName(name.split(".", 1)[0]!, locals);
    const qualified =
      name === undefined || isLocal ? undefined : typeNames.get(name.replace(/^\./, ""));
    if (qualified !== undefined) return qualified;
    const operand = substitute(bindings, check(node.target, locals));
    const field = fieldType(unwrapOptional(operand), node.name);
    if (node.kind === "presence") return bool;
    const type = isOptional(operand) || node.kind === "optional" ? optionalOf(field) : field;
    return substitute(bindings, type);
  }

  function fieldType(type: CelType, name: string): CelType {
    switch (type.kind) {
      case "map":
        return type.params[1]!;
      case "struct": {
        const field = type.field!(name);
        if (field === undefined) throw new CelError(`undefined field '${name}'`);
        return field;
      }
      case "parameter":
        fit([[dyn, type]]);
        return dyn;
      case "dyn":
        return dyn;
      default:
        throw new CelError(`type '${print(type)}' does not support field selection of '${name}'`);
    }
  }

  function checkCall(node: Call, locals: Locals | undefined): CelType {
    const { name, target, args } = node;
    const expanded = expandMacro(node);
    if (expanded !== undefined) return check(expanded, locals);
    const argTypes = args.map((arg) => check(arg, locals));
    if (target === undefined) return resolve(node, name.replace(/^\./, ""), argTypes, false);
    const namespaced = `${dottedName(target)?.replace(/^\./, "") ?? ""}.${name}`;
    if (overloadsOf(namespaced) !== undefined) return resolve(node, namespaced, argTypes, false);
    const receiver = check(target, locals);
    return resolve(node, name, [receiver, ...argTypes], true);
  }

  /** @returns what the forms of a function give that take such types */
  function resolve(
    node: Call,
    name: string,
    argTypes: readonly CelType[],
    isMember: boolean,
  ): CelType {
    const overloads = overloadsOf(name);
    if (overloads === undefined) throw undeclared(name);
    let result: CelType | undefined;
    const matched: Overload[] = [];
    for (const overload of overloads) {
      if (overload.isMember !== isMember || overload.args.length !== argTypes.length) continue;
      const own: Bindings = new Map(overload.params.map((each) => [each, newParameter()]));
      const wanted = overload.args.map((each) => substitute(own, each));
      if (!fit(argTypes.map((each, index) => [each, wanted[index]!] as const))) continue;
      matched.push(overload);
      const given = substitute(bindings, substitute(own, overload.result));
      if (result === undefined) result = given;
      else if (result.kind !== "dyn" && !isExactly(result, given)) result = dyn;
    }
    resolutions.set(node, { name, overloads: matched });
    if (result !== undefined) return result;
    const printed = argTypes.map(print);
    const applied = isMember
      ? `${printed[0]}.(${printed.slice(1).join(", ")})`
      : `(${printed.join(", ")})`;
    throw new CelError(`found no matching overload for '${name}' applied to '${applied}'`);
  }

  function entryType(type: CelType, optional: boolean): CelType {
    if (!optional) return type;
    const settled = substitute(bindings, type);
    if (!isOptional(settled) && settled.kind !== "dyn")
      throw new CelError(
        `expected type 'optional_type(${print(type)})' but found '${print(type)}'`,
      );
    return unwrapOptional(settled);
  }

  /** @returns the type of all items of a literal */
  function join(items: readonly CelType[]): CelType {
    if (items.length === 0) return newParameter();
    return items.reduce((joined, each) => (fit([[joined, each]]) ? widest(joined, each) : dyn));
  }

  function checkFold(node: Fold, locals: Locals | undefined): CelType {
    check(node.range, locals);
    const init = check(node.init, locals);
    const range = substitute(bindings, types.get(node.range)!);
    const outer: Locals = { name: node.accumulator, type: init, parent: locals };
    const itemTypes = typesOfItems(range, node.variables.length === 2);
    const inner = node.variables.reduce<Locals>(
      (parent, name, index) => ({ name, type: itemTypes[index]!, parent }),
      outer,
    );
    assertType(check(node.condition, inner), bool);
    assertType(check(node.step, inner), init);
    return substitute(bindings, check(node.result, outer));
  }

  function typesOfItems(range: CelType, hasTwo: boolean): readonly CelType[] {
    switch (range.kind) {
      case "list":
        return hasTwo ? [int, range.params[0]!] : [range.params[0]!];
      case "map":
        return range.params;
      case "dyn":
        return [dyn, dyn];
      case "parameter":
        fit([[dyn, range]]);
        return [dyn, dyn];
      default:
        throw new CelError(
          `expression of type '${print(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        );
    }
  }

  function assertType(found: CelType, wanted: CelType): void {
    if (!fit([[wanted, found]]))
      throw new CelError(`expected type '${print(wanted)}' but found '${print(found)}'`);
  }

  function print(type: CelType): string {
    return printType(settle(bindings, type));
  }

  return {
    check,
    resolutions,
    settle: (type: CelType) => settle(bindings, type),
    settledTypes: () => new Map([...types].map(([node, type]) => [node, settle(bindings, type)])),
    usesOldSelf: () => usesOldSelf,
  };
}

function isLocalName(name: string, locals: Locals | undefined): boolean {
  for (let at = locals; at !== undefined; at = at.parent) if (at.name === name) return true;
  return false;
}

function typeOfLiteral(value: Literal["value"]): CelType {
  switch (typeof value) {
    case "bigint":
      return int;
    case "number":
      return simpleTypes.get("double")!;
    case "string":
      return string;
    case "boolean":
      return bool;
    default:
      if (value === null) return nullType;
      return simpleTypes.get(value instanceof Uint ? "uint" : "bytes")!;
  }
}

/** Types that have a name. */
const typeNames: ReadonlyMap<string, CelType> = new Map([
  ...["bool", "int", "string", "null_type", "bytes", "double", "uint"].map(
    (name) => [name, typeOf(simpleTypes.get(name))] as const,
  ),
  ["google.protobuf.Duration", typeOf(simpleTypes.get("duration"))],
  ["google.protobuf.Timestamp", typeOf(simpleTypes.get("timestamp"))],
  ["list", typeOf(listOf(dyn))],
  ["map", typeOf(mapOf(dyn, dyn))],
  ["type", typeOf(typeOf())],
  ["optional_type", typeOf(optionalOf(dyn))],
  ["net.IP", typeOf(opaque("net.IP"))],
  ["net.CIDR", typeOf(opaque("net.CIDR"))],
]);

function undeclared(name: string): CelError {
  return new CelError(`undeclared reference to '${name.replace(/^\./, "")}'`);
}
