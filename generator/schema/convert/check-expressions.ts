import { estimateCost } from "../cel/check/cost.ts";
import { declareType, withTypeAndObjectMeta } from "../cel/check/declare.ts";
import { type CheckedRule, checkRule } from "../cel/check/rule.ts";
import { MAX_REQUEST, minSize } from "../cel/check/sizes.ts";
import type { CelType } from "../cel/check/types.ts";
import { CelError } from "../cel/error.ts";
import { holdsRules, type Shape, shapeOf } from "../shape.ts";
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
  if (!holdsRules(schema)) return [];
  const report: Report = { problems: [], total: 0 };
  const shape = shapeOf(schema, schema);
  visit({ shape, path, isRoot: true, hasOld: true, count: 1 }, report);
  // One rule that costs too much explains it.
  if (report.total > MAX_TOTAL_COST && report.problems.length === 0)
    report.problems.push({
      message: `all rules together are estimated to cost up to ${times(report.total, MAX_TOTAL_COST)} of what one CRD may; ${WAY_OUT}`,
      path,
    });
  return report.problems;
}

/** What one rule and all rules of a version may cost. */
const MAX_COST = 10_000_000;
const MAX_TOTAL_COST = 100_000_000;
const WAY_OUT =
  "set maxItems, maxProperties and maxLength where lists, maps and texts are declared";

interface Report {
  readonly problems: ConvertProblem[];
  total: number;
}

/** A node of the schema. */
interface Place {
  readonly shape: Shape;
  readonly path: Path;
  readonly isRoot: boolean;
  /** Can its values be told apart from one version of the object to the next? */
  readonly hasOld: boolean;
  /** How often it can stand in one object; undefined where nothing limits it. */
  readonly count: number | undefined;
}

function visit(place: Place, report: Report): void {
  const { shape, path, hasOld, count } = place;
  if (shape.rules.length > 0) checkRulesAt(place, report);
  const most = maxChildren(shape);
  const countBelow = count === undefined || most === undefined ? undefined : count * most;
  const below = (child: Shape | boolean | undefined, hasOldBelow: boolean, ...steps: string[]) => {
    if (typeof child !== "object" || !holdsRules(child.schema)) return;
    const at = { path: [...path, ...steps], isRoot: false, hasOld: hasOldBelow, count: countBelow };
    visit({ shape: child, ...at }, report);
  };
  const isAtomic = shape.schema["x-kubernetes-map-type"] === "atomic";
  const properties = shape.schema.properties as Readonly<Record<string, object>>;
  for (const name of shape.propertyNames.filter((each) => holdsRules(properties[each]!)))
    below(shape.property(name), hasOld && !isAtomic, "properties", name);
  below(shape.items, hasOld && shape.listType === "map", "items");
  below(shape.additional, hasOld, "additionalProperties");
}

/** Source: extractMaxElements of `pkg/apis/apiextensions/validation/cel_validation.go`. */
function maxChildren({ schema }: Shape): number | undefined {
  const limitOf = (keyword: string): number | undefined =>
    typeof schema[keyword] === "number" ? Math.max(0, schema[keyword]) : undefined;
  if (schema.type === "array") return limitOf("maxItems");
  const isMap = schema.type === "object" && schema.additionalProperties !== undefined;
  return isMap ? limitOf("maxProperties") : 1;
}

function checkRulesAt(place: Place, report: Report): void {
  const { path, isRoot } = place;
  const isResource = isRoot || place.shape.embedded;
  const shape = isResource ? withTypeAndObjectMeta(place.shape) : place.shape;
  const self = declareType(shape, "self", false);
  for (const [index, rule] of place.shape.rules.entries()) {
    const at = [...path, "x-kubernetes-validations", index];
    const fail: Fail = (message, key) => void report.problems.push({ message, path: [...at, key] });
    if (self === undefined) {
      fail("the rule stands at a value without a type, which rules cannot see", "rule");
      continue;
    }
    checkRuleOf(rule, { ...place, shape }, self, report, fail);
    const badPath =
      typeof rule.fieldPath === "string" && rule.fieldPath !== ""
        ? findFieldPathProblem(rule.fieldPath, place.shape)
        : undefined;
    if (badPath !== undefined)
      fail(`fieldPath "${String(rule.fieldPath)}" ${badPath}`, "fieldPath");
  }
}

type Fail = (message: string, key: string) => void;

function checkRuleOf(
  rule: JsonSchema,
  { shape, hasOld, count }: Place,
  self: CelType,
  report: Report,
  fail: Fail,
): void {
  const optionalOldSelf = rule.optionalOldSelf === true;
  const checked = attempt(() => checkRule(rule.rule as string, self, optionalOldSelf, "bool"));
  if (checked instanceof CelError) return fail(`the rule ${describe(checked)}`, "rule");
  checkCost(checked, "rule", shape, count ?? Math.floor(MAX_REQUEST / (minSize(shape) + 1)));
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
  else checkCost(message, "messageExpression", shape, 1);

  function checkCost(expression: CheckedRule, key: string, root: Shape, repeats: number): void {
    const cost = Number(estimateCost(expression.node, expression, root)) * repeats;
    report.total += cost;
    if (cost > MAX_COST)
      fail(
        `the ${key} is estimated to cost up to ${times(cost, MAX_COST)} of what it may; simplify it, or ${WAY_OUT}`,
        key,
      );
  }
}

/** Writes how many times the limit something is, as far as it matters. */
function times(cost: number, limit: number): string {
  const factor = cost / limit;
  return factor > 100 ? "more than 100 times" : `${factor.toFixed(factor < 1.5 ? 3 : 1)} times`;
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
