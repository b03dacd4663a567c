import { asText } from "../../../core/json.ts";
import { type Field, get, items, texts } from "../field.ts";
import { checkSelector, type SelectorProblem } from "../selectors.ts";

/** @returns the items of a list of texts that stand in it before */
export function findRepeated(list: Field): SelectorProblem[] {
  const seen = new Set<string>();
  return texts(list).flatMap(({ value, field }) => {
    const repeated = seen.has(value);
    seen.add(value);
    return repeated ? [{ field, message: `"${value}" stands here twice; take one out` }] : [];
  });
}

/**
 * Checks a list of label selectors as MetalLB does: each valid, none twice, no expression twice in one, no value twice in an expression.
 * Source: validateLabelSelectorDuplicate of metallb/metallb internal/config.
 */
export function checkSelectors(list: Field): SelectorProblem[] {
  const seen = new Set<string>();
  return items(list).flatMap((selector) => {
    const problems = checkSelector(selector);
    const expressions = new Set<string>();
    for (const expression of items(get(selector, "matchExpressions"))) {
      problems.push(...findRepeated(get(expression, "values")));
      const same = canonical(expression.value);
      if (expressions.has(same))
        problems.push({
          field: expression,
          message: "this expression stands here twice; take one out",
        });
      expressions.add(same);
    }
    const same = canonical(selector.value);
    if (seen.has(same))
      problems.push({ field: selector, message: "this selector stands here twice; take one out" });
    seen.add(same);
    return problems;
  });
}

/** Text that is equal for equal values: keys sorted, and the order of a selector's values without meaning. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (key === "values" && Array.isArray(inner)) return [...inner].map(String).sort();
    if (typeof inner === "bigint") return asText(inner);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
