import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, items, text, texts, type Field } from "../../field.ts";
import { AUTHORIZATION_POLICY } from "../kinds.ts";
import { checkConditionKey, checkConditionValue } from "../policy-values.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: ValidateAuthorizationPolicy of istio/istio pkg/config/validation and ValidateAttribute of pkg/config/security. */
export const rule: Rule = {
  name: "istio/authorization-policy-conditions",
  severity: "error",
  summary:
    "The conditions (when) of an AuthorizationPolicy have a known key, and values that fit it",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([AUTHORIZATION_POLICY], (subject) => {
    for (const entry of items(get(subject.spec, "rules"))) {
      for (const condition of items(get(entry, "when"))) checkCondition(subject, condition);
    }
  }),
};

function checkCondition(subject: Subject, condition: Field): void {
  const field = get(condition, "key");
  const key = text(field);
  if (key === undefined) return;
  if (key === "") {
    subject.fail(field, "the condition needs a key, such as source.ip");
    return;
  }
  const lists = [get(condition, "values"), get(condition, "notValues")];
  const problem = checkConditionKey(key);
  if (problem !== undefined) {
    subject.fail(field, `condition key "${key}" cannot be used: ${problem}`);
    return;
  }
  if (!lists.some(isFilled)) subject.fail(condition, `condition ${key} needs values or notValues`);
  for (const { value, field: item } of lists.flatMap((list) => texts(list))) {
    const wrong = checkConditionValue(key, value);
    if (wrong !== undefined) subject.fail(item, `value "${value}" of condition ${key} ${wrong}`);
  }
}
