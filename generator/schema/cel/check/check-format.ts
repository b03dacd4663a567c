import { CelError } from "../error.ts";
import type { Call, Node } from "../node.ts";
import type { CelType, Kind } from "./types.ts";

/** The types that each clause prints, besides those that are not known. */
const clauses: Readonly<Record<string, readonly Kind[]>> = {
  s: [
    "list",
    "map",
    "int",
    "uint",
    "double",
    "bool",
    "string",
    "timestamp",
    "bytes",
    "duration",
    "type",
    "null_type",
  ],
  d: ["int", "uint"],
  f: ["double", "string"],
  e: ["double", "string"],
  b: ["int", "uint", "bool"],
  x: ["int", "uint", "string", "bytes"],
  X: ["int", "uint", "string", "bytes"],
  o: ["int", "uint"],
};

/**
 * Checks `'%s of %d'.format([a, b])` where both are literals.
 * @throws CelError where a clause is none, or a value is missing, left over or of another type
 * Source: cel-go ext/formatting.go, stringFormatValidator.
 */
export function checkFormat({ target, args }: Call, typeOf: (node: Node) => CelType): void {
  const [list] = args;
  if (target?.op !== "literal" || typeof target.value !== "string" || list?.op !== "list") return;
  const values = list.items.map(({ value }) => value);
  let next = 0;
  for (const [found, precision, clause] of target.value.matchAll(/%(?:%|(\.\d*)?([^])?)/gu)) {
    if (found === "%%") continue;
    const value = values[next++];
    if (value === undefined) throw new CelError(`format: index ${next - 1} out of range`);
    if (!isPrecision(precision)) throw new CelError(`format: ${found} has no valid precision`);
    if (clause === undefined || !Object.hasOwn(clauses, clause))
      throw new CelError(`format: unrecognized formatting clause "${found}"`);
    if (!isPrintable(value, clause, typeOf))
      throw new CelError(`format: ${found} cannot print a value of type ${typeOf(value).name}`);
  }
  if (values.length > next)
    throw new CelError(
      `too many arguments supplied to string.format (expected ${next}, got ${values.length})`,
    );
}

function isPrecision(text: string | undefined): boolean {
  return text === undefined || (text.length > 1 && Number.isSafeInteger(Number(text.slice(1))));
}

/** What stands in a list or map literal must be printable too. */
function isPrintable(value: Node, clause: string, typeOf: (node: Node) => CelType): boolean {
  const { kind } = typeOf(value);
  if (kind !== "dyn" && !clauses[clause]!.includes(kind)) return false;
  if (clause !== "s") return true;
  if (value.op === "list") return value.items.every((item) => isPrintable(item.value, "s", typeOf));
  if (value.op !== "map") return true;
  return value.entries.every((entry) =>
    [entry.key, entry.value].every((each) => isPrintable(each, "s", typeOf)),
  );
}
