import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import type { Budget } from "../../cel/budget.ts";
import { declareType } from "../../cel/check/declare.ts";
import { checkRule } from "../../cel/check/rule.ts";
import type { CelType } from "../../cel/check/types.ts";
import { compileExpression } from "../../cel/compile.ts";
import { toValue } from "../../cel/convert.ts";
import { CelError } from "../../cel/error.ts";
import type { Evaluate, Scope } from "../../cel/node.ts";
import { Optional, type Value } from "../../cel/values.ts";
import { holdsRules, type Shape } from "../../shape.ts";
import type { SchemaProblem } from "../../types.ts";
import { rule as duplicateItem } from "../duplicate-item/rule.ts";
import { rule as metadata } from "../metadata/rule.ts";
import { rule as unknownField } from "../unknown-field/rule.ts";

export const rule: RuleInfo = {
  name: "schema/cel",
  severity: "error",
  summary: "An x-kubernetes-validations rule of the schema does not hold",
};

/** Evaluates the CEL rules of schemas; each expression is compiled when a document first needs it. */
export interface RuleChecker {
  /**
   * Reports the rules that a document breaks, or on which they cannot be evaluated, as on create.
   * @param value the prepared document
   * @param shape its schema
   */
  check(value: unknown, shape: Shape, problems: SchemaProblem[]): void;
}

interface Validation {
  readonly source: string;
  /** Undefined where the rule does not run on create. */
  readonly evaluate: Evaluate | CelError | undefined;
  readonly message: string;
  readonly messageExpression: Evaluate | undefined;
  readonly fieldPath: Path;
}

/** How many calls and iterations the rules of one document may make; far above what the API server's cost limit lets through. */
const workLimit = 3_000_000;

export function createRuleChecker(): RuleChecker {
  const compiled = new WeakMap<object, Validation>();
  const validationOf: Walk["validationOf"] = (data, self, isRoot) => {
    let validation = compiled.get(data);
    if (validation === undefined) {
      validation = compileValidation(data, declareType(self, "self", isRoot || self.embedded));
      compiled.set(data, validation);
    }
    return validation;
  };
  return {
    check(value, shape, problems) {
      const sources = withBranches(shape);
      if (sources.some(({ schema }) => holdsRules(schema)))
        walk(value, shape, sources, [], { validationOf, problems, budget: { left: workLimit } });
    },
  };
}

interface Walk {
  validationOf(data: Readonly<Record<string, unknown>>, self: Shape, isRoot: boolean): Validation;
  readonly problems: SchemaProblem[];
  readonly budget: Budget;
}

/**
 * Visits a value and all below it.
 * @param shape the schema that types the value
 * @param sources the schemas that hold rules for it: its own and the branches of allOf
 */
function walk(
  value: unknown,
  shape: Shape,
  sources: readonly Shape[],
  path: Path,
  context: Walk,
): void {
  for (const source of sources)
    if (source.rules.length > 0) runRules(value, shape, source, path, context);
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    if (shape.items === undefined) return;
    const items = sources.flatMap((source) => source.items ?? []).flatMap(withBranches);
    if (!items.some(({ schema }) => holdsRules(schema))) return;
    for (let index = 0; index < value.length; index++)
      if (isThere(value[index])) walk(value[index], shape.items, items, [...path, index], context);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const field = isThere(item) ? fieldOf(shape, key) : undefined;
    if (field === undefined) continue;
    const fields =
      sources.length === 1
        ? withBranches(field)
        : sources.flatMap((source) => fieldOf(source, key) ?? []).flatMap(withBranches);
    if (fields.some(({ schema }) => holdsRules(schema)))
      walk(item, field, fields, [...path, key], context);
  }
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}

const branches = new WeakMap<Shape, readonly Shape[]>();

/** @returns a schema and those of its allOf, and of theirs */
function withBranches(shape: Shape): readonly Shape[] {
  const all = branches.get(shape) ?? [shape, ...shape.allOf.flatMap(withBranches)];
  branches.set(shape, all);
  return all;
}

function fieldOf(shape: Shape, key: string): Shape | undefined {
  return (
    shape.property(key) ?? (typeof shape.additional === "object" ? shape.additional : undefined)
  );
}

function runRules(value: unknown, shape: Shape, source: Shape, path: Path, context: Walk): void {
  let self: Value | CelError | undefined;
  for (const data of source.rules) {
    const validation = context.validationOf(data, shape, path.length === 0);
    if (validation.evaluate === undefined) continue;
    self ??= convert(value, shape, path.length === 0);
    const failure = evaluateValidation(validation, self, context.budget);
    if (failure === undefined) continue;
    context.problems.push({
      rule: rule.name,
      severity: rule.severity,
      message: failure,
      path: [...path, ...validation.fieldPath],
    });
  }
}

function convert(value: unknown, shape: Shape, root: boolean): Value | CelError {
  try {
    return toValue(value, shape, root);
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}

/** @returns what to say, or undefined where the rule holds */
function evaluateValidation(
  validation: Validation,
  self: Value | CelError,
  budget: Budget,
): string | undefined {
  try {
    if (validation.evaluate instanceof CelError) throw validation.evaluate;
    if (self instanceof CelError) throw self;
    const old: Scope = { name: "oldSelf", value: new Optional(), parent: undefined, budget };
    const scope: Scope = { name: "self", value: self, parent: old, budget };
    const result = validation.evaluate!(scope);
    if (typeof result !== "boolean") throw new CelError("the rule does not give true or false");
    return result ? undefined : messageOf(validation, scope);
  } catch (error) {
    if (error instanceof CelError)
      return `${validation.message} (the rule ${validation.source} fails: ${error.message})`;
    throw error;
  }
}

/** A message expression that fails, or gives nothing to read, leaves the rule's own message. */
function messageOf(validation: Validation, scope: Scope): string {
  if (validation.messageExpression === undefined) return validation.message;
  try {
    const message = validation.messageExpression(scope);
    return typeof message === "string" && message.trim() !== "" && !message.includes("\n")
      ? message.trim()
      : validation.message;
  } catch (error) {
    if (error instanceof CelError) return validation.message;
    throw error;
  }
}

/** @param self the type of the value; undefined where rules cannot see it */
function compileValidation(
  data: Readonly<Record<string, unknown>>,
  self: CelType | undefined,
): Validation {
  const source = typeof data.rule === "string" ? data.rule.trim() : "";
  const message =
    typeof data.message === "string" && data.message.trim() !== ""
      ? data.message.trim()
      : `must satisfy ${source}`;
  const expression =
    typeof data.messageExpression === "string"
      ? compile(data.messageExpression, self, data, "string")
      : undefined;
  return {
    source,
    evaluate: source === "" ? undefined : compile(source, self, data, "bool"),
    message,
    messageExpression: expression instanceof CelError ? undefined : expression,
    fieldPath: typeof data.fieldPath === "string" ? parseFieldPath(data.fieldPath) : [],
  };
}

/** @returns undefined where a rule needs an old object, which there is none of on create */
function compile(
  source: string,
  self: CelType | undefined,
  data: Readonly<Record<string, unknown>>,
  wanted: "bool" | "string",
): Evaluate | CelError | undefined {
  if (self === undefined) return new CelError("rules cannot see a value without a type");
  const isOptional = data.optionalOldSelf === true;
  try {
    const { node, usesOldSelf, typeOf } = checkRule(source, self, isOptional, wanted);
    if (usesOldSelf && !isOptional && wanted === "bool") return undefined;
    return compileExpression(node, ["self", "oldSelf"], typeOf);
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}

/** `.spec.field`, `['a.b']` */
function parseFieldPath(text: string): Path {
  return [...text.matchAll(/\.([^.['"\]]+)|\['((?:[^'\\]|\\.)*)'\]/g)].map(
    ([, name, quoted]) => name ?? quoted!.replaceAll(/\\(.)/g, "$1"),
  );
}

/** CEL rules are not evaluated on an object that breaks one of these. Source: apiextensions-apiserver pkg/registry/customresource/strategy.go. */
export function blocksRules(problem: SchemaProblem): boolean {
  return (
    problem.severity === "error" &&
    problem.rule !== unknownField.name &&
    problem.rule !== metadata.name &&
    problem.rule !== duplicateItem.name
  );
}
