import { CelError } from "../error.ts";
import type { Call, Node } from "../node.ts";

/**
 * What cel-go makes of a macro: starting with `init`, `step` is done for each item of `range` as long as `condition` holds, and
 * `result` is what comes out.
 */
export interface Fold {
  readonly op: "fold";
  readonly range: Expression;
  readonly variables: readonly string[];
  /** The name of what is made up on the way. */
  readonly accumulator: string;
  readonly init: Expression;
  readonly condition: Expression;
  readonly step: Expression;
  readonly result: Expression;
}

export type Expression = Node | Fold;

/**
 * Writes a macro out, as cel-go's parser does.
 * @returns undefined where the call is none
 * @throws CelError where its variables are no names
 * Source: cel-go parser/macro.go, cel/library.go, ext/comprehensions.go, ext/lists.go.
 */
export function expandMacro(call: Call): Expression | undefined {
  const { name, target, args } = call;
  const key = `${name}/${args.length}`;
  if (target === undefined || !Object.hasOwn(macros, key)) return undefined;
  const known = expanded.get(call) ?? macros[key]!(target, args);
  expanded.set(call, known);
  return known;
}

const expanded = new WeakMap<Call, Expression>();

type Macro = (target: Node, args: readonly Node[]) => Expression;

const macros: Readonly<Record<string, Macro>> = {
  ...quantifiers("all", (test) => [
    literal(true),
    call("@not_strictly_false", accumulator()),
    call("_&&_", accumulator(), test),
    accumulator(),
  ]),
  ...quantifiers("exists", (test) => [
    literal(false),
    call("@not_strictly_false", call("!_", accumulator())),
    call("_||_", accumulator(), test),
    accumulator(),
  ]),
  ...quantifiers("exists_one", countOne),
  "existsOne/3": quantifiers("existsOne", countOne)["existsOne/3"]!,
  "map/2": collect(1, addItem),
  "map/3": collect(1, addItem),
  "filter/2": (target, args) => {
    const variables = namesOf(args.slice(0, 1));
    const kept = addItem(identifier(variables[0]!));
    return fold(target, variables, [
      emptyList(),
      literal(true),
      call("_?_:_", args[1]!, kept, accumulator()),
      accumulator(),
    ]);
  },
  "transformList/3": collect(2, addItem),
  "transformList/4": collect(2, addItem),
  "transformMap/3": collect(2, setItem),
  "transformMap/4": collect(2, setItem),
  "transformMapEntry/3": collect(2, addEntries),
  "transformMapEntry/4": collect(2, addEntries),
  "sortBy/2": (target, args) => {
    const input = identifier("@sortBy");
    const keys = macros["map/2"]!(input, args);
    return bind("@sortBy", target, member("@sortByAssociatedKeys", input, keys));
  },
  "optMap/2": (target, args) => mapOptional(target, args, (result) => call("optional.of", result)),
  "optFlatMap/2": (target, args) => mapOptional(target, args, (result) => result),
};

/** Each node stands in one place only, since types are kept by node. */
const accumulator = (): Node => identifier("@result");
const emptyList = (): Node => ({ op: "list", items: [] });
const emptyMap = (): Node => ({ op: "map", entries: [] });

/** What a fold starts with, what it asks and does at each item, what it gives. */
type Loop = readonly [Expression, Expression, Expression, Expression];

function fold(range: Expression, variables: readonly string[], loop: Loop): Fold {
  const [init, condition, step, result] = loop;
  return { op: "fold", range, variables, accumulator: "@result", init, condition, step, result };
}

/** The forms of one macro, with one variable and with two. */
function quantifiers(name: string, loop: (test: Node) => Loop): Record<string, Macro> {
  const quantifier =
    (count: 1 | 2): Macro =>
    (target, args) =>
      fold(target, namesOf(args.slice(0, count)), loop(args[count]!));
  return { [`${name}/2`]: quantifier(1), [`${name}/3`]: quantifier(2) };
}

function countOne(test: Node): Loop {
  const more = call("_+_", accumulator(), literal(1n));
  return [
    literal(0n),
    literal(true),
    call("_?_:_", test, more, accumulator()),
    call("_==_", accumulator(), literal(1n)),
  ];
}

/** A macro that makes up a list or map of what an expression gives, of all items or of those that pass a test. */
function collect(
  count: 1 | 2,
  add: (value: Node, variables: readonly string[]) => Expression,
): Macro {
  return (target, args) => {
    const variables = namesOf(args.slice(0, count));
    const [test, value] =
      args.length === count + 2 ? [args[count], args[count + 1]!] : [undefined, args[count]!];
    const more = add(value, variables);
    const step = test === undefined ? more : call("_?_:_", test, more, accumulator());
    return fold(target, variables, [
      add === addItem ? emptyList() : emptyMap(),
      literal(true),
      step,
      accumulator(),
    ]);
  };
}

function addItem(value: Node): Expression {
  return call("_+_", accumulator(), { op: "list", items: [{ value, optional: false }] });
}

function setItem(value: Node, variables: readonly string[]): Expression {
  return call("cel.@mapInsert", accumulator(), identifier(variables[0]!), value);
}

function addEntries(value: Node): Expression {
  return call("cel.@mapInsert", accumulator(), value);
}

function mapOptional(
  target: Node,
  args: readonly Node[],
  wrap: (result: Expression) => Expression,
): Expression {
  const [variable] = namesOf(args.slice(0, 1));
  const result = bind(variable!, member("value", target), args[1]!);
  return call("_?_:_", member("hasValue", target), wrap(result), call("optional.none"));
}

/** Gives a value a name. */
function bind(name: string, value: Expression, result: Expression): Fold {
  return {
    op: "fold",
    range: emptyList(),
    variables: ["#unused"],
    accumulator: name,
    init: value,
    condition: literal(false),
    step: identifier(name),
    result,
  };
}

function namesOf(nodes: readonly Node[]): readonly string[] {
  const names = nodes.map((node) => {
    if (node.op === "identifier") return node.name;
    throw new CelError("cannot be parsed: the variable of a macro must be a simple name");
  });
  if (new Set(names).size < names.length)
    throw new CelError(`cannot be parsed: duplicate variable name: ${names[0]}`);
  if (names.includes("__result__"))
    throw new CelError("cannot be parsed: iteration variable overwrites accumulator() variable");
  return names;
}

function literal(value: boolean | bigint): Node {
  return { op: "literal", value };
}

function identifier(name: string): Node {
  return { op: "identifier", name };
}

/** Folds stand in the place of nodes. */
function call(name: string, ...args: readonly Expression[]): Node {
  return { op: "call", name, args: args as readonly Node[] };
}

function member(name: string, target: Expression, ...args: readonly Expression[]): Node {
  return { op: "call", name, target: target as Node, args: args as readonly Node[] };
}
