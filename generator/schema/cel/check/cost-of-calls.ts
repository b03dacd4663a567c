import type { Argument } from "./cost.ts";
import {
  add,
  type Estimate,
  exactly,
  MAX,
  multiply,
  nothing,
  one,
  scale,
  union,
  unknown,
} from "./estimate.ts";
import type { Overload } from "./overloads.ts";

/** A call, of one form of a function. */
interface CallOf {
  readonly name: string;
  readonly overload: Overload;
  readonly target: Argument | undefined;
  readonly args: readonly Argument[];
  readonly argCosts: readonly Estimate[];
  sizeAt(path: readonly string[]): Estimate | undefined;
}

/** What a call costs with its arguments, and how large its result is. */
export interface CallCost {
  readonly cost: Estimate;
  readonly size?: Estimate | undefined;
}

/** What a character costs, and one of a pattern. Source: cel-go common/cost.go. */
const TEXT = 0.1;
const PATTERN = 0.25;

export function costOfCall(call: CallOf): CallCost {
  const estimate = estimators.get(call.name)?.(call) ?? costOfOperator(call);
  const isChoice = ["_?_:_", "_||_", "_&&_"].includes(call.name);
  return isChoice ? estimate : { ...estimate, cost: add(estimate.cost, ...call.argCosts) };
}

type Estimator = (call: CallOf) => CallCost | undefined;

function sizeOf(argument: Argument | undefined): Estimate {
  return argument?.size ?? unknown;
}

/** Of a list's items, as far as the schema tells. */
function sizeOfItems({ target, sizeAt }: CallOf): Estimate {
  const path = target!.path;
  return (path.length === 0 ? undefined : sizeAt([...path, "@items"])) ?? unknown;
}

const fixed: Estimator = () => ({ cost: one });
const scanFirst: Estimator = ({ args }) => ({ cost: scale(sizeOf(args[0]), TEXT) });
const scanTarget: Estimator = ({ target }) => {
  const size = sizeOf(target);
  return { cost: scale(size, TEXT), size };
};
const find: Estimator = ({ target, args }) => {
  const size = sizeOf(target);
  const cost = multiply(scale(add(size, one), TEXT), scale(sizeOf(args[0]), PATTERN));
  return { cost, size: { min: 0n, max: size.max } };
};

const scanItems: Estimator = (call) => {
  const { target } = call;
  const size = sizeOf(target);
  const [item] = target!.type?.params ?? [];
  if (item === undefined) return { cost: call.name === "includes" ? size : scale(size, TEXT) };
  const isText = item.kind === "string" || item.kind === "bytes";
  const each = isText ? add(one, scale(sizeOfItems(call), TEXT)) : one;
  return { cost: multiply(size, each) };
};

const contain =
  (nested: boolean): Estimator =>
  ({ overload, args }) => {
    const bytes: Estimate = { min: 4n, max: 16n };
    const compare = scale(add(bytes, bytes), TEXT);
    const isText = overload.args[1]!.kind === "string";
    return {
      cost: add(
        compare,
        ...(nested ? [scale(bytes, TEXT), one] : []),
        ...(isText ? [scale(sizeOf(args[0]), TEXT)] : []),
      ),
    };
  };

const replace: Estimator = ({ target, args }) => {
  const size = sizeOf(target);
  const [from, to] = [sizeOf(args[0]), sizeOf(args[1])];
  const most = countReplaced(size.max, from.min, to.max <= from.min);
  const least = countReplaced(size.min, from.max, from.max <= to.min);
  const count = { min: least.count, max: most.count };
  const kept = { min: least.kept, max: most.kept };
  return { cost: scale(size, 2 * TEXT), size: add(multiply(count, to), kept) };
};

/** @returns how often a text is found, and what stays of the other */
function countReplaced(length: bigint, wanted: bigint, isShorter: boolean) {
  if (wanted === 0n) return { count: length < MAX ? length + 1n : length, kept: length };
  if (isShorter) return { count: 0n, kept: length };
  return { count: BigInt(Math.ceil(Number(length) / Number(wanted))), kept: 0n };
}

const split: Estimator = ({ target, args }) => {
  const size = sizeOf(target);
  const limit = args[1]?.node;
  const isNumber = limit?.op === "literal" && typeof limit.value === "bigint";
  const max = isNumber ? BigInt.asUintN(64, limit.value) : size.max;
  return { cost: scale(size, 2 * TEXT), size: { min: 0n, max } };
};

const join: Estimator = (call) => {
  const { target, args } = call;
  const count = sizeOf(target);
  const items = target!.type?.params.length ? multiply(count, sizeOfItems(call)) : nothing;
  const separators = {
    min: count.min > 0n ? count.min - 1n : 0n,
    max: count.max > 0n ? count.max - 1n : 0n,
  };
  const size = args.length === 0 ? items : add(items, multiply(sizeOf(args[0]), separators));
  return { cost: scale(size, TEXT), size };
};

/** A call that makes a list. */
function makeList(size: Estimate, factor = 1): CallCost {
  return { cost: add(scale(size, factor), exactly(11)), size };
}

function numberOf(argument: Argument | undefined, otherwise: bigint): bigint {
  const node = argument?.node;
  if (node?.op !== "literal" || typeof node.value !== "bigint") return otherwise;
  return node.value < 0n ? 0n : node.value;
}

const sort: Estimator = ({ target, args, overload }) => {
  const keys = args[0] ?? target;
  const size = sizeOf(keys);
  const { kind } = overload.args.at(-1)!.params[0]!;
  return makeList(multiply(size, size), kind === "string" || kind === "bytes" ? 2 + TEXT : 2);
};

const compareSets =
  (factor: number): Estimator =>
  ({ args }) => ({
    cost: add(scale(multiply(sizeOf(args[0]), sizeOf(args[1])), factor), one),
  });

const same: Estimator = ({ args }) => {
  const [left, right] = args as [Argument, Argument];
  if (left.type?.name !== right.type?.name) return undefined;
  switch (left.type?.name) {
    case "net.IP":
    case "net.CIDR":
    case "kubernetes.Quantity":
    case "kubernetes.Semver":
      return { cost: one };
    case "kubernetes.NamedFormat":
      return { cost: scale({ min: 1n, max: 64n }, TEXT) };
    case "kubernetes.URL":
      return { cost: scale({ min: 1n, max: right.size?.max ?? 1n }, TEXT) };
    default:
      return undefined;
  }
};

/**
 * Functions of Kubernetes and of cel-go's extensions.
 * Source: apiserver pkg/cel/library/cost.go, cel-go ext/lists.go and ext/sets.go.
 */
const estimators = new Map<string, Estimator>([
  ["check", () => ({ cost: exactly(350_000) })],
  ...named(
    "serviceAccount path group resource subresource namespace name allowed reason error errored masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch getScheme getHostname getHost getPort getEscapedPath getQuery",
    fixed,
  ),
  ...named("isSorted sum max min indexOf lastIndexOf includes", scanItems),
  ...named("lowerAscii upperAscii substring trim", scanTarget),
  ...named("cidr isIP isCIDR quantity isQuantity semver isSemver", scanFirst),
  ["url", ({ args }) => ({ cost: scale(sizeOf(args[0]), TEXT), size: sizeOf(args[0]) })],
  ["ip", (call) => (call.target === undefined ? scanFirst(call) : { cost: one })],
  ["ip.isCanonical", ({ args }) => ({ cost: scale(sizeOf(args[0]), 2 * TEXT) })],
  ["replace", replace],
  ["split", split],
  ["join", join],
  ...named("find findAll", find),
  ["containsIP", contain(false)],
  ["containsCIDR", contain(true)],
  ["validate", ({ args }) => ({ cost: scale(scale(sizeOf(args[0]), TEXT), 128 * PATTERN) })],
  ["_==_", same],
  [
    "slice",
    ({ target, args }) => {
      const end = numberOf(args[1], sizeOf(target).max);
      return makeList(exactly(BigInt.asUintN(64, end - numberOf(args[0], 0n))));
    },
  ],
  [
    "flatten",
    ({ target, args }) =>
      makeList(sizeOf(target), args.length === 0 ? 1 : Number(numberOf(args[0], MAX))),
  ],
  ["lists.range", ({ args }) => makeList(exactly(numberOf(args[0], MAX)))],
  ["reverse", ({ target }) => makeList(sizeOf(target))],
  ["distinct", ({ target }) => makeList(multiply(sizeOf(target), sizeOf(target)), 2)],
  ...named("sort @sortByAssociatedKeys", sort),
  ...named("sets.contains sets.intersects", compareSets(1)),
  ["sets.equivalent", compareSets(2)],
]);

function named(names: string, estimator: Estimator): (readonly [string, Estimator])[] {
  return names.split(" ").map((name) => [name, estimator] as const);
}

/** What the language itself has. Source: functionCost of cel-go checker/cost.go. */
function costOfOperator({ name, overload, target, args, argCosts }: CallOf): CallCost {
  const [first, second] = args;
  const kind = overload.args[0]?.kind;
  switch (name) {
    case "format":
      return { cost: scale(sizeOf(target), TEXT) };
    case "bytes":
      return kind === "string"
        ? resized(
            sizeOf(first),
            (max) => max * 4n,
            (min) => min,
          )
        : { cost: one };
    case "string":
      return kind === "bytes"
        ? resized(
            sizeOf(first),
            (max) => max,
            (min) => min / 4n,
          )
        : { cost: one };
    case "strings.quote":
      return resized(
        sizeOf(first),
        (max) => max * 2n + 2n,
        (min) => min + 2n,
      );
    case "startsWith":
    case "endsWith":
      return { cost: scale(sizeOf(first), TEXT) };
    case "@in":
      return { cost: overload.args[1]!.kind === "list" ? sizeOf(second) : one };
    case "matches": {
      const [text, pattern] = target === undefined ? [first, second] : [target, first];
      const length = scale(add(sizeOf(text), one), TEXT);
      return { cost: multiply(length, scale(sizeOf(pattern), PATTERN)) };
    }
    case "contains":
      return { cost: multiply(scale(sizeOf(target), TEXT), scale(sizeOf(first), TEXT)) };
    case "_||_":
    case "_&&_":
      return { cost: { min: argCosts[0]!.min, max: add(argCosts[0]!, argCosts[1]!).max } };
    case "_?_:_":
      return {
        cost: add(argCosts[0]!, union(argCosts[1]!, argCosts[2]!)),
        size: union(sizeOf(second), sizeOf(args[2])),
      };
    case "_+_": {
      const size = add(sizeOf(first), sizeOf(second));
      if (kind === "list") return { cost: one, size };
      return kind === "string" || kind === "bytes"
        ? { cost: scale(size, TEXT), size }
        : { cost: one };
    }
    case "_<_":
    case "_>_":
    case "_<=_":
    case "_>=_":
      return kind === "string" || kind === "bytes" ? compare(first, second) : { cost: one };
    case "_==_":
    case "_!=_":
      return compare(first, second);
    default:
      return { cost: one };
  }
}

function resized(
  size: Estimate,
  most: (max: bigint) => bigint,
  least: (min: bigint) => bigint,
): CallCost {
  const wrapped = { min: least(size.min), max: BigInt.asUintN(64, most(size.max)) };
  return { cost: scale(size, TEXT), size: wrapped };
}

function compare(left: Argument | undefined, right: Argument | undefined): CallCost {
  const [a, b] = [sizeOf(left).max, sizeOf(right).max];
  const max = a < b ? a : b;
  return { cost: scale({ min: max > 0n ? 1n : 0n, max }, TEXT) };
}
