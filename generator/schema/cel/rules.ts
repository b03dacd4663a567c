import type { Shape } from "../shape.ts";
import type { SchemaProblem } from "../types.ts";

/** Evaluates the CEL rules of schemas. */
export interface RuleChecker {
  check(value: unknown, shape: Shape, problems: SchemaProblem[]): void;
}

export function createRuleChecker(): RuleChecker {
  return { check() {} };
}
