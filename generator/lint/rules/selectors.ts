import { asText, isMapping, listOf } from "../../core/json.ts";
import { labelValueFault, qualifiedNameFault } from "../../schema/names.ts";
import { entries, type Field, get, items, text, texts } from "./field.ts";

/** What is wrong inside a label selector, and where. */
export interface SelectorProblem {
  field: Field;
  message: string;
}

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

/**
 * Checks a label selector (matchLabels, matchExpressions) as Kubernetes turns it into a selector.
 * Source: LabelSelectorAsSelector and labels.NewRequirement of k8s.io/apimachinery.
 */
export function checkSelector(selector: Field): SelectorProblem[] {
  const problems: SelectorProblem[] = [];
  const add = (field: Field, message: string | undefined) => {
    if (message !== undefined) problems.push({ field, message });
  };
  for (const { key, field } of entries(get(selector, "matchLabels"))) {
    add(field, keyProblem(key));
    const value = text(field);
    if (value !== undefined) add(field, valueProblem(value));
  }
  for (const expression of items(get(selector, "matchExpressions"))) {
    const key = text(get(expression, "key"));
    const operator = get(expression, "operator");
    const values = get(expression, "values");
    if (key !== undefined) add(get(expression, "key"), keyProblem(key));
    for (const { value, field } of texts(values)) add(field, valueProblem(value));
    if (typeof operator.value !== "string" || text(operator) === undefined) continue;
    if (!OPERATORS.includes(operator.value))
      add(operator, `operator "${operator.value}" is unknown; use ${OPERATORS.join(", ")}`);
    else if (operator.value.endsWith("In")) {
      if (listOf(values.value).length === 0)
        add(operator, `operator ${operator.value} needs at least one value`);
    } else if (listOf(values.value).length > 0)
      add(values, `operator ${operator.value} takes no values`);
  }
  return problems;
}

function keyProblem(key: string): string | undefined {
  const fault = key.includes("${") ? undefined : qualifiedNameFault(key);
  return fault && `label "${key}" ${fault}`;
}

function valueProblem(value: string): string | undefined {
  const fault = labelValueFault(value);
  return fault && `label value "${value}" ${fault}`;
}

/**
 * Does a label selector select these labels? An empty selector selects all, as in Kubernetes.
 * @param selector matchLabels and matchExpressions; malformed parts select nothing
 */
export function selects(selector: unknown, labels: unknown): boolean {
  if (!isMapping(selector)) return false;
  const has = isMapping(labels) ? labels : {};
  const matchLabels = isMapping(selector["matchLabels"]) ? selector["matchLabels"] : {};
  return (
    Object.entries(matchLabels).every(([key, value]) => has[key] === value) &&
    listOf(selector["matchExpressions"]).every((expression) => fulfils(expression, has))
  );
}

function fulfils(expression: unknown, labels: Record<string, unknown>): boolean {
  if (!isMapping(expression)) return false;
  const value = labels[asText(expression["key"])];
  const values = listOf(expression["values"]);
  switch (expression["operator"]) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
