import type { Shape } from "../shape.ts";
import type { Node } from "./node.ts";
import { unescapeName } from "./convert.ts";
import { CelError } from "./error.ts";

const primitives = new Set(["string", "integer", "number", "boolean"]);

/**
 * Refuses what the API server's type checker refuses and evaluation alone would let pass: a string, number or boolean field compared
 * with null. Fields of other types may be null.
 * @param node the expression
 * @param self the schema of `self`
 * @throws CelError that names the operator
 */
export function checkNullComparisons(node: Node, self: Shape): void {
  if (node.op === "==" || node.op === "!=") {
    const [left, right] = node.args as [Node, Node];
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const shape = isNull(other) ? shapeAt(side, self) : undefined;
      if (shape === undefined || shape.intOrString || !primitives.has(shape.types[0] ?? ""))
        continue;
      throw new CelError(
        `found no matching overload for '_${node.op}_' applied to '(${shape.types[0]}, null)'`,
      );
    }
  }
  for (const child of childrenOf(node.args)) checkNullComparisons(child, self);
}

function isNull(node: Node): boolean {
  return node.op === "value" && node.args === null;
}

/** @returns the schema of `self.a.b`; undefined for all other expressions */
function shapeAt(node: Node, self: Shape): Shape | undefined {
  if (node.op === "id") return node.args === "self" ? self : undefined;
  if (node.op !== ".") return undefined;
  const [target, name] = node.args as [Node, string];
  return shapeAt(target, self)?.property(unescapeName(name));
}

function childrenOf(args: unknown): readonly Node[] {
  if (!Array.isArray(args)) return isNode(args) ? [args] : [];
  return args.flatMap((each) =>
    isNode(each) ? [each] : Array.isArray(each) ? childrenOf(each) : [],
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "op" in value;
}
