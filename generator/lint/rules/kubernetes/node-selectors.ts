import { labelValueFault, qualifiedNameFault } from "../../../schema/names.ts";
import { type Field, get, items } from "../field.ts";
import type { Subject } from "../subject.ts";
import { checkFilled, checkName, mappingsIn } from "./checks.ts";
import { checkOperator } from "./selectors.ts";

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"];

/** Checks which nodes are selected. Source: ValidateNodeSelector of kubernetes pkg/apis/core/validation. */
export function checkNodeSelector(subject: Subject, selector: Field): void {
  const terms = get(selector, "nodeSelectorTerms");
  if (Array.isArray(terms.value) && terms.value.length === 0)
    subject.report(terms, "nodeSelectorTerms has no term", { part: "key" });
  for (const term of items(terms)) checkNodeTerm(subject, term, true);
}

/**
 * Checks a term over the labels of nodes.
 * @param strict are the values, too, those of labels? In preferences they are not looked at.
 */
export function checkNodeTerm(subject: Subject, term: Field, strict: boolean): void {
  for (const expression of mappingsIn(get(term, "matchExpressions"))) {
    checkOperator(subject, expression, OPERATORS);
    checkFilled(subject, get(expression, "key"));
    checkName(subject, get(expression, "key"), qualifiedNameFault);
    if (!strict) continue;
    for (const value of items(get(expression, "values")))
      checkName(subject, value, labelValueFault);
  }
}
