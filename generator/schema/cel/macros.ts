import { spend } from "./budget.ts";
import { bool, type Compiler, type Evaluate, type Node, type Scope } from "./node.ts";
import { CelError, noOverload } from "./error.ts";
import { sortBy } from "./library/lists.ts";
import { isList, Optional, type Value } from "./values.ts";

type Macro = (receiver: Evaluate, args: readonly Node[], compiler: Compiler) => Evaluate;

/**
 * Compiles a call that is a macro: one whose arguments are evaluated for each element, with one or two variables.
 * @returns undefined where the name with this many arguments is none
 */
export function compileMacro(
  name: string,
  receiver: Node,
  args: readonly Node[],
  compiler: Compiler,
): Evaluate | undefined {
  const key = `${name}/${args.length}`;
  const macro = Object.hasOwn(macros, key) ? macros[key] : undefined;
  return macro?.(compiler.compile(receiver), args, compiler);
}

const macros: Readonly<Record<string, Macro>> = {
  "all/2": quantifier(1, false),
  "all/3": quantifier(2, false),
  "exists/2": quantifier(1, true),
  "exists/3": quantifier(2, true),
  "exists_one/2": existsOne(1),
  "exists_one/3": existsOne(2),
  "existsOne/3": existsOne(2),
  "filter/2": (receiver, args, compiler) => {
    const [each, [test]] = bind(args, 1, compiler);
    return (scope) => {
      const kept: Value[] = [];
      each(receiver(scope), scope, (inner, item) => {
        if (bool(test!(inner), "filter")) kept.push(item);
      });
      return kept;
    };
  },
  "map/2": mapTo(1),
  "map/3": mapTo(1),
  "transformList/3": mapTo(2),
  "transformList/4": mapTo(2),
  "transformMap/3": transformMap(false),
  "transformMap/4": transformMap(false),
  "transformMapEntry/3": transformMap(true),
  "transformMapEntry/4": transformMap(true),
  "sortBy/2": sortItems,
  "optMap/2": optionalMap(false),
  "optFlatMap/2": optionalMap(true),
};

type Each = (
  container: Value,
  scope: Scope,
  visit: (inner: Scope, item: Value) => boolean | void,
) => void;

/** Compiles a macro's variables and expressions. Visiting stops when the visitor returns true. */
function bind(args: readonly Node[], variables: 1 | 2, compiler: Compiler): [Each, Evaluate[]] {
  const names = args.slice(0, variables).map((node) => {
    if (node.op !== "identifier") throw new CelError("argument must be a simple name");
    return node.name;
  });
  const inner = compiler.with(...names);
  const expressions = args.slice(variables).map(inner.compile);
  const each: Each = (container, scope, visit) => {
    const { budget } = scope;
    for (const [key, item] of entriesOf(container, variables)) {
      spend(budget, 1);
      const first: Scope = {
        name: names[0]!,
        value: variables === 1 ? item : key,
        parent: scope,
        budget,
      };
      const full =
        variables === 1 ? first : { name: names[1]!, value: item, parent: first, budget };
      if (visit(full, item) === true) return;
    }
  };
  return [each, expressions];
}

/** With one variable a map gives its keys; with two, lists give indexes and items, maps keys and values. */
function* entriesOf(container: Value, variables: 1 | 2): Generator<[Value, Value]> {
  if (isList(container)) {
    for (const [index, item] of container.entries()) yield [BigInt(index), item];
  } else if (container instanceof Map) {
    for (const [key, value] of container) yield [key, variables === 1 ? key : value];
  } else throw noOverload("comprehension");
}

/** An error counts only where no element decides. */
function quantifier(variables: 1 | 2, decisive: boolean): Macro {
  return (receiver, args, compiler) => {
    const [each, [test]] = bind(args, variables, compiler);
    return (scope) => {
      let failure: unknown;
      let decided = false;
      each(receiver(scope), scope, (inner) => {
        try {
          decided = bool(test!(inner), "quantifier") === decisive;
        } catch (error) {
          failure ??= error;
        }
        return decided;
      });
      if (decided) return decisive;
      if (failure !== undefined) throw failure;
      return !decisive;
    };
  };
}

function existsOne(variables: 1 | 2): Macro {
  return (receiver, args, compiler) => {
    const [each, [test]] = bind(args, variables, compiler);
    return (scope) => {
      let found = 0;
      each(receiver(scope), scope, (inner) => {
        if (bool(test!(inner), "exists_one")) found++;
      });
      return found === 1;
    };
  };
}

function mapTo(variables: 1 | 2): Macro {
  return (receiver, args, compiler) => {
    const [each, expressions] = bind(args, variables, compiler);
    const [test, result] =
      expressions.length === 2 ? [expressions[0]!, expressions[1]!] : [undefined, expressions[0]!];
    return (scope) => {
      const results: Value[] = [];
      each(receiver(scope), scope, (inner) => {
        if (test === undefined || bool(test(inner), "map")) results.push(result(inner));
      });
      return results;
    };
  };
}

function transformMap(entries: boolean): Macro {
  return (receiver, args, compiler) => {
    const [each, expressions] = bind(args, 2, compiler);
    const [test, result] =
      expressions.length === 2 ? [expressions[0]!, expressions[1]!] : [undefined, expressions[0]!];
    return (scope) => {
      const results = new Map<Value, Value>();
      each(receiver(scope), scope, (inner) => {
        if (test !== undefined && !bool(test(inner), "transformMap")) return;
        const value = result(inner);
        if (!entries) results.set(inner.parent!.value, value);
        else if (value instanceof Map)
          for (const [key, item] of value) insertOnce(results, key, item);
        else throw noOverload("transformMapEntry");
      });
      return results;
    };
  };
}

function insertOnce(map: Map<Value, Value>, key: Value, value: Value): void {
  if (map.has(key)) throw new CelError(`insert failed: key ${String(key)} already exists`);
  map.set(key, value);
}

function sortItems(receiver: Evaluate, args: readonly Node[], compiler: Compiler): Evaluate {
  const [each, [key]] = bind(args, 1, compiler);
  return (scope) => {
    const keys: Value[] = [];
    const items: Value[] = [];
    each(receiver(scope), scope, (inner, item) => {
      keys.push(key!(inner));
      items.push(item);
    });
    return sortBy(keys, items);
  };
}

function optionalMap(flat: boolean): Macro {
  return (receiver, args, compiler) => {
    const [variable, expression] = args as [Node, Node];
    if (variable.op !== "identifier") throw new CelError("argument must be a simple name");
    const { name } = variable;
    const result = compiler.with(name).compile(expression);
    return (scope) => {
      const optional = receiver(scope);
      if (!(optional instanceof Optional)) throw noOverload("optMap");
      if (optional.value === undefined) return optional;
      const value = result({ name, value: optional.value, parent: scope, budget: scope.budget });
      if (!flat) return new Optional(value);
      if (!(value instanceof Optional)) throw noOverload("optFlatMap");
      return value;
    };
  };
}
