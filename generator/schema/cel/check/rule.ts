import { CelError } from "../error.ts";
import type { Node } from "../node.ts";
import { parse } from "../parse.ts";
import { type Checked, checkTypes } from "./check.ts";
import { type CelType, optionalOf, printType } from "./types.ts";

/** A rule, or the expression of its message, that the API server would compile. */
export interface CheckedRule extends Checked {
  readonly node: Node;
}

/**
 * Parses an expression of x-kubernetes-validations and checks its types.
 * @param source the expression
 * @param self the type of the value that it stands at
 * @param optionalOldSelf is `oldSelf` an optional?
 * @param wanted what it must give
 * @throws CelError that says why the API server would not compile it
 * Source: apiextensions-apiserver pkg/apiserver/schema/cel/compilation.go.
 */
export function checkRule(
  source: string,
  self: CelType,
  optionalOldSelf: boolean,
  wanted: "bool" | "string",
): CheckedRule {
  const node = parse(source);
  const variables = new Map([
    ["self", self],
    ["oldSelf", optionalOldSelf ? optionalOf(self) : self],
  ]);
  const checked = checkTypes(node, variables);
  const { type } = checked;
  if (type.kind !== wanted)
    throw new CelError(`must give a ${wanted}, not a value of type ${printType(type)}`);
  return { ...checked, node };
}
