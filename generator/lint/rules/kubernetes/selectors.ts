import { isMapping } from "../../../core/json.ts";
import { labelValueFault, qualifiedNameFault } from "../../../schema/names.ts";
import { entries, type Field, get, isSet, items, texts } from "../field.ts";
import type { Subject } from "../subject.ts";
import { choicesOf, word } from "./checks.ts";

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

/** Checks the form of a label selector. Source: ValidateLabelSelector of apimachinery pkg/apis/meta/v1/validation. */
export function checkLabelSelector(subject: Subject, selector: Field): void {
  checkLabels(subject, get(selector, "matchLabels"));
  for (const expression of items(get(selector, "matchExpressions")))
    checkExpression(subject, expression);
}

/** Checks keys and values of labels, as a plain selector has them. */
export function checkLabels(subject: Subject, labels: Field): void {
  for (const { key, field } of entries(labels)) {
    const fault = key.includes("${") ? undefined : qualifiedNameFault(key);
    if (fault !== undefined) subject.report(field, `label "${key}" ${fault}`, { part: "key" });
    const value = word(field);
    const wrong = value === undefined ? undefined : labelValueFault(value);
    if (wrong !== undefined) subject.report(field, `value "${value}" of label "${key}" ${wrong}`);
  }
}

/** Checks the keys of annotations. */
export function checkAnnotations(subject: Subject, annotations: Field): void {
  for (const { key, field } of entries(annotations)) {
    const fault = key.includes("${") ? undefined : qualifiedNameFault(key.toLowerCase());
    if (fault !== undefined) subject.report(field, `annotation "${key}" ${fault}`, { part: "key" });
  }
}

function checkExpression(subject: Subject, expression: Field): void {
  checkOperator(subject, expression, OPERATORS);
  const key = get(expression, "key");
  const text = word(key);
  const fault = text === undefined ? undefined : qualifiedNameFault(text);
  if (fault !== undefined) subject.report(key, `key "${text}" ${fault}`);
  for (const { value, field } of texts(get(expression, "values"))) {
    const wrong = labelValueFault(value);
    if (wrong !== undefined) subject.report(field, `value "${value}" ${wrong}`);
  }
}

/**
 * Checks the operator of an expression over labels, and that it has as many values as it takes.
 * @param operators that may be used
 */
export function checkOperator(
  subject: Subject,
  expression: Field,
  operators: readonly string[],
): void {
  const operator = get(expression, "operator");
  const name = word(operator);
  const values = get(expression, "values");
  // A null among them is the empty text
  const count = Array.isArray(values.value) ? values.value.length : isSet(values) ? undefined : 0;
  if (name !== undefined && !operators.includes(name)) {
    const message = `operator "${name}" is not supported; it must be ${choicesOf(operators)}`;
    subject.report(operator, message);
    return;
  }
  if ((name === "In" || name === "NotIn") && count === 0)
    subject.report(isSet(values) ? values : operator, `operator ${name} needs values`);
  if ((name === "Exists" || name === "DoesNotExist") && (count ?? 0) > 0)
    subject.report(values, `operator ${name} takes no values; remove them`, { part: "key" });
  if ((name === "Gt" || name === "Lt") && (count ?? 1) !== 1)
    subject.report(operator, `operator ${name} needs one value`);
}

/** @returns whether a label selector selects these labels; undefined where that cannot be told from the file */
export function selects(selector: Field, labels: Field): boolean | undefined {
  const has = new Map(pairsOf(labels));
  const open = [...has].some(([key, value]) => key.includes("${") || value === undefined);
  if (open) return undefined;
  for (const [key, wanted] of pairsOf(get(selector, "matchLabels"))) {
    if (wanted === undefined || key.includes("${")) return undefined;
    if (has.get(key) !== wanted) return false;
  }
  for (const expression of items(get(selector, "matchExpressions"))) {
    const matched = holds(expression, has);
    if (matched !== true) return matched;
  }
  return true;
}

/** @returns labels with their values: null is the empty one, as the API server decodes it; undefined what is not known yet */
function pairsOf(labels: Field): [string, string | undefined][] {
  if (!isMapping(labels.value)) return [];
  return Object.entries(labels.value).map(([key, value]) => [
    key,
    value === null ? "" : word(get(labels, key)),
  ]);
}

function holds(
  expression: Field,
  has: ReadonlyMap<string, string | undefined>,
): boolean | undefined {
  const key = word(get(expression, "key"));
  const operator = word(get(expression, "operator"));
  const values = items(get(expression, "values")).map(word);
  if (key === undefined || values.includes(undefined)) return undefined;
  const value = has.get(key);
  switch (operator) {
    case "In":
      return values.length === 0 ? undefined : value !== undefined && values.includes(value);
    case "NotIn":
      return values.length === 0 ? undefined : value === undefined || !values.includes(value);
    case "Exists":
      return has.has(key);
    case "DoesNotExist":
      return !has.has(key);
    default:
      return undefined;
  }
}
