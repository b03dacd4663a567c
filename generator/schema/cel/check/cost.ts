import type { Shape } from "../../shape.ts";
import { dottedName, type Call, type ListLiteral, type MapLiteral, type Select } from "../node.ts";
import type { Checked, Resolution } from "./check.ts";
import { type CallCost, costOfCall } from "./cost-of-calls.ts";
import { add, type Estimate, exactly, multiply, nothing, one, union, unknown } from "./estimate.ts";
import { type Expression, expandMacro, type Fold } from "./expand.ts";
import { sizeAt } from "./sizes.ts";
import type { CelType } from "./types.ts";

/** How large the keys and values of a container are. */
interface EntrySize {
  readonly kind: "list" | "map";
  readonly key: Estimate;
  readonly value: Estimate;
}

interface Local {
  readonly path: readonly string[];
  readonly size: Estimate | undefined;
  readonly entrySize: EntrySize | undefined;
}

/** What is known of an argument. */
export interface Argument {
  readonly node: Expression;
  readonly type: CelType | undefined;
  readonly path: readonly string[];
  readonly size: Estimate | undefined;
}

/**
 * Estimates what a rule costs at most, in cel-go's units.
 * @param node the rule
 * @param checked what its types are
 * @param self the schema of `self`
 * Source: cel-go checker/cost.go.
 */
export function estimateCost(node: Expression, checked: Checked, self: Shape): bigint {
  return createEstimator(checked, self).cost(node).max;
}

function createEstimator(checked: Checked, self: Shape) {
  const paths = new Map<Expression, readonly string[]>();
  const sizes = new Map<Expression, Estimate>();
  const entrySizes = new Map<Expression, EntrySize>();
  const locals = new Map<string, Local[]>();

  function cost(node: Expression): Estimate {
    switch (node.op) {
      case "literal":
        return nothing;
      case "identifier":
        paths.set(node, localNamed(node.name)?.path ?? [node.name.replace(/^\./, "")]);
        return one;
      case "select":
        return costOfSelect(node);
      case "call":
        return costOfNode(node);
      case "list":
        return costOfList(node);
      case "map":
        return costOfMap(node);
      case "fold":
        return isBind(node) ? costOfBind(node) : costOfFold(node);
      case "message":
        return nothing;
    }
  }

  function costOfSelect(node: Select): Estimate {
    const operandType = checked.typeOf(node.target);
    if (operandType === undefined) {
      // A type's name.
      paths.set(node, [dottedName(node)!]);
      return one;
    }
    const operand = cost(node.target);
    if (node.kind === "presence") return operand;
    if (node.kind === "optional") {
      remember(node, sizeOf(node));
      return add(one, operand);
    }
    paths.set(node, [...pathOf(node.target), node.name]);
    const isField = operandType.kind === "map" || isStruct(operandType);
    return isField ? add(operand, one) : operand;
  }

  function costOfNode(node: Call): Estimate {
    const expanded = expandMacro(node);
    if (expanded !== undefined) {
      const total = cost(expanded);
      remember(node, sizeOf(expanded), entrySizeOf(expanded));
      paths.set(node, pathOf(expanded));
      return total;
    }
    const resolution = checked.resolutionOf(node)!;
    if (resolution.name === "dyn") {
      const total = add(one, cost(node.args[0]!));
      remember(node, sizeOf(node.args[0]!), entrySizeOf(node.args[0]!));
      return total;
    }
    const argCosts = node.args.map(cost);
    const args = node.args.map(argumentOf);
    const isMember = resolution.overloads[0]!.isMember;
    const targetCost = isMember ? cost(node.target!) : nothing;
    const target = isMember ? argumentOf(node.target!) : undefined;
    return add(targetCost, costOfOverloads(node, resolution, target, args, argCosts));
  }

  function costOfOverloads(
    node: Call,
    { name, overloads }: Resolution,
    target: Argument | undefined,
    args: readonly Argument[],
    argCosts: readonly Estimate[],
  ): Estimate {
    let total: Estimate | undefined;
    let resultSize: Estimate | undefined;
    for (const overload of overloads) {
      const call: CallCost = costOfCall({
        name,
        overload,
        target,
        args,
        argCosts,
        sizeAt: (path) => sizeAt(self, path),
      });
      total = total === undefined ? call.cost : union(total, call.cost);
      if (call.size !== undefined)
        resultSize = resultSize === undefined ? call.size : union(resultSize, call.size);
      noteEntries(node, name, args);
      const [container] = overload.args;
      if (name === "_[_]" && (container!.kind === "list" || container!.kind === "map")) {
        resultSize = entrySizeOf(args[0]!.node)?.value;
        const step = container!.kind === "list" ? "@items" : "@values";
        paths.set(node, [...pathOf(args[0]!.node), step]);
      }
      resultSize ??= sizeOf(node);
    }
    remember(node, resultSize);
    return total!;
  }

  /** What comes of two containers holds what either holds. */
  function noteEntries(node: Call, name: string, args: readonly Argument[]): void {
    const isChoice = name === "_?_:_";
    if (!isChoice && name !== "_+_") return;
    const [left, right] = args.slice(isChoice ? 1 : 0).map((each) => entrySizeOf(each.node));
    if (left === undefined || right === undefined) return;
    const key = union(left.key, right.key);
    remember(node, undefined, { ...left, key, value: union(left.value, right.value) });
  }

  function costOfList(node: ListLiteral): Estimate {
    const values = node.items.map(({ value }) => value);
    const total = add(...values.map(cost), exactly(10));
    const value = values.map(sizeOrUnknown).reduce<Estimate | undefined>(widen, undefined);
    remember(node, undefined, { kind: "list", key: one, value: value ?? nothing });
    return total;
  }

  function costOfMap(node: MapLiteral): Estimate {
    let key: Estimate | undefined;
    let value: Estimate | undefined;
    let total = exactly(30);
    for (const entry of node.entries) {
      total = add(total, cost(entry.key), cost(entry.value));
      key = widen(key, sizeOrUnknown(entry.key));
      value = widen(value, sizeOrUnknown(entry.value));
    }
    remember(node, undefined, { kind: "map", key: key ?? nothing, value: value ?? nothing });
    return total;
  }

  function costOfFold(node: Fold): Estimate {
    const before = add(cost(node.range), cost(node.init));
    push(node.accumulator, localOf(node.init));
    const variables = node.variables.map((name, index) => [name, itemOf(node, index)] as const);
    for (const [name, local] of variables) push(name, local);
    const turn = add(cost(node.condition), cost(node.step));
    for (const [name] of variables) pop(name);
    const after = cost(node.result);
    pop(node.accumulator);
    const turns = sizeOrUnknown(node.range);
    if (node.init.op === "literal") remember(node, sizeOf(node.init));
    else remember(node, turns, entrySizeOf(node.step));
    return add(before, after, multiply(turns, turn));
  }

  /** A variable of a macro: an item, or a key where there are two or the container is a map. */
  function itemOf(node: Fold, index: number): Local {
    const entry = entrySizeOf(node.range);
    const isList = (entry?.kind ?? checked.typeOf(node.range)?.kind) === "list";
    const hasTwo = node.variables.length === 2;
    const isKey = hasTwo ? index === 0 : !isList;
    const step = isKey ? (isList ? "@indices" : "@keys") : isList ? "@items" : "@values";
    const size = isKey ? entry?.key : entry?.value;
    return { path: [...pathOf(node.range), step], size, entrySize: undefined };
  }

  function costOfBind(node: Fold): Estimate {
    const before = add(cost(node.range), cost(node.init));
    push(node.accumulator, localOf(node.init));
    const after = cost(node.result);
    pop(node.accumulator);
    remember(node, sizeOf(node.result), entrySizeOf(node.result));
    return add(before, after);
  }

  function localOf(node: Expression): Local {
    return { path: pathOf(node), size: sizeOf(node), entrySize: entrySizeOf(node) };
  }

  function push(name: string, local: Local): void {
    locals.set(name, [...(locals.get(name) ?? []), local]);
  }

  function pop(name: string): void {
    locals.set(name, locals.get(name)!.slice(0, -1));
  }

  function localNamed(name: string): Local | undefined {
    return locals.get(name)?.at(-1);
  }

  function argumentOf(node: Expression): Argument {
    const path = pathOf(node);
    return {
      node,
      type: checked.typeOf(node),
      path: path[0] === "@result" ? [] : path,
      size: sizeOf(node),
    };
  }

  function pathOf(node: Expression): readonly string[] {
    const local = node.op === "identifier" ? localNamed(node.name) : undefined;
    return local?.path ?? paths.get(node) ?? [];
  }

  function sizeOf(node: Expression): Estimate | undefined {
    const known = sizes.get(node) ?? sizeOfLiteral(node);
    if (known !== undefined) return known;
    const declared = sizeAt(self, pathOf(node));
    if (declared !== undefined) {
      sizes.set(node, declared);
      return declared;
    }
    const type = checked.typeOf(node);
    if (type !== undefined && isScalar(type)) return one;
    return node.op === "identifier" ? localNamed(node.name)?.size : undefined;
  }

  function sizeOrUnknown(node: Expression): Estimate {
    return sizeOf(node) ?? unknown;
  }

  function entrySizeOf(node: Expression): EntrySize | undefined {
    const known = entrySizes.get(node);
    return known ?? (node.op === "identifier" ? localNamed(node.name)?.entrySize : undefined);
  }

  function remember(node: Expression, size: Estimate | undefined, entrySize?: EntrySize): void {
    if (size !== undefined) sizes.set(node, size);
    if (entrySize !== undefined) entrySizes.set(node, entrySize);
  }

  return { cost };
}

function widen(known: Estimate | undefined, more: Estimate): Estimate {
  return known === undefined ? more : union(known, more);
}

function isBind({ range, condition, accumulator }: Fold): boolean {
  return (
    range.op === "list" &&
    range.items.length === 0 &&
    condition.op === "literal" &&
    condition.value === false &&
    accumulator !== "@result"
  );
}

function isStruct(type: CelType): boolean {
  return type.kind === "struct";
}

function sizeOfLiteral(node: Expression): Estimate | undefined {
  if (node.op === "list") return exactly(node.items.length);
  if (node.op === "map") return exactly(node.entries.length);
  if (node.op !== "literal") return undefined;
  if (typeof node.value === "string") return exactly([...node.value].length);
  return node.value instanceof Uint8Array ? exactly(node.value.length) : one;
}

function isScalar(type: CelType): boolean {
  if (type.name === "optional_type") return isScalar(type.params[0]!);
  return ["bool", "double", "duration", "int", "timestamp", "uint"].includes(type.kind);
}
