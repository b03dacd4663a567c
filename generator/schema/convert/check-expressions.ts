import { declareType } from "../cel/check/declare.ts";
import { checkRule } from "../cel/check/rule.ts";
import type { CelType } from "../cel/check/types.ts";
import { CelError } from "../cel/error.ts";
import { type Shape, shapeOf } from "../shape.ts";
import type { JsonSchema } from "../types.ts";
import { findFieldPathProblem } from "./field-path.ts";
import type { ConvertProblem } from "./pack.ts";

type Path = readonly (string | number)[];

/**
 * Checks that every CEL rule of a schema compiles: names and types, what it gives, where it may look at the old object, and the path
 * that it points at.
 * @param schema the root, which has no other problem
 * @param path where it lies in the CRD
 * @returns what the API server would say
 * Source: ValidateCustomResourceDefinitionOpenAPISchema of apiextensions-apiserver
 * `pkg/apis/apiextensions/validation/validation.go`.
 */
export function checkExpressions(schema: JsonSchema, path: Path): ConvertProblem[] {
  const problems: ConvertProblem[] = [];
  visit({ shape: shapeOf(schema, schema), path, isRoot: true, hasOld: true }, problems);
  return problems;
}

/** A node of the schema. */
interface Place {
  readonly shape: Shape;
  readonly path: Path;
  readonly isRoot: boolean;
  /** Can its values be told apart from one version of the object to the next? */
  readonly hasOld: boolean;
}

function visit(place: Place, problems: ConvertProblem[]): void {
  const { shape, path, hasOld } = place;
  if (shape.rules.length > 0) checkRulesAt(place, problems);
  const below = (child: Shape | boolean | undefined, hasOldBelow: boolean, ...steps: string[]) => {
    if (typeof child === "object")
      visit(
        { shape: child, path: [...path, ...steps], isRoot: false, hasOld: hasOldBelow },
        problems,
      );
  };
  const isAtomic = shape.schema["x-kubernetes-map-type"] === "atomic";
  for (const name of shape.propertyNames)
    below(shape.property(name), hasOld && !isAtomic, "properties", name);
  below(shape.items, hasOld && shape.listType === "map", "items");
  below(shape.additional, hasOld, "additionalProperties");
}

function checkRulesAt({ shape, path, isRoot, hasOld }: Place, problems: ConvertProblem[]): void {
  const self = declareType(shape, "self", isRoot || shape.embedded);
  for (const [index, rule] of shape.rules.entries()) {
    const at = [...path, "x-kubernetes-validations", index];
    const fail = (message: string, key: string): void =>
      void problems.push({ message, path: [...at, key] });
    if (self === undefined) {
      fail("the rule stands at a value without a type, which rules cannot see", "rule");
      continue;
    }
    checkRuleOf(rule, self, hasOld, fail);
    const badPath =
      typeof rule.fieldPath === "string" && rule.fieldPath !== ""
        ? findFieldPathProblem(rule.fieldPath, shape)
        : undefined;
    if (badPath !== undefined)
      fail(`fieldPath "${String(rule.fieldPath)}" ${badPath}`, "fieldPath");
  }
}

function checkRuleOf(
  rule: JsonSchema,
  self: CelType,
  hasOld: boolean,
  fail: (message: string, key: string) => void,
): void {
  const optionalOldSelf = rule.optionalOldSelf === true;
  const checked = attempt(() => checkRule(rule.rule as string, self, optionalOldSelf, "bool"));
  if (checked instanceof CelError) return fail(`the rule ${describe(checked)}`, "rule");
  if (checked.usesOldSelf && !hasOld)
    fail(
      "oldSelf cannot be used here: items of a list that is no map, and what lies in an atomic object, have no old value",
      "rule",
    );
  if (!checked.usesOldSelf && typeof rule.optionalOldSelf === "boolean")
    fail("optionalOldSelf may not be set where the rule does not use oldSelf", "optionalOldSelf");
  if (typeof rule.messageExpression !== "string" || rule.messageExpression === "") return;
  const source = rule.messageExpression;
  const message = attempt(() => checkRule(source, self, optionalOldSelf, "string"));
  if (message instanceof CelError)
    fail(`the messageExpression ${describe(message)}`, "messageExpression");
}

function attempt<T>(check: () => T): T | CelError {
  try {
    return check();
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}

function describe({ message }: CelError): string {
  return /^(cannot be parsed|must give)/.test(message) ? message : `does not compile: ${message}`;
}
