import { labelValueFault, qualifiedNameFault } from "../../../schema/names.ts";
import { type Field, get, isSet } from "../field.ts";
import type { Subject } from "../subject.ts";
import { checkChoice, checkName, mappingsIn, word } from "./checks.ts";

/** Checks which taints are tolerated. Source: ValidateTolerations of kubernetes pkg/apis/core/validation. */
export function checkTolerations(subject: Subject, tolerations: Field): void {
  for (const toleration of mappingsIn(tolerations)) checkToleration(subject, toleration);
}

function checkToleration(subject: Subject, toleration: Field): void {
  const key = get(toleration, "key");
  const operator = get(toleration, "operator");
  const value = get(toleration, "value");
  checkName(subject, key, (name) => qualifiedNameFault(name));
  checkChoice(subject, operator, ["Exists", "Equal", "Lt", "Gt"]);
  checkChoice(subject, get(toleration, "effect"), ["NoSchedule", "PreferNoSchedule", "NoExecute"]);
  if ((!isSet(key) || key.value === "") && operator.value !== "Exists")
    subject.report(toleration, "a toleration without key needs operator: Exists");
  if (operator.value === "Exists" && word(value))
    subject.report(value, "operator Exists takes no value; remove it", { part: "key" });
  if (operator.value === "Equal" || !isSet(operator)) checkName(subject, value, labelValueFault);
  const seconds = get(toleration, "tolerationSeconds");
  const effect = get(toleration, "effect");
  if (
    isSet(seconds) &&
    effect.value !== "NoExecute" &&
    (!isSet(effect) || word(effect) !== undefined)
  )
    subject.report(seconds, "tolerationSeconds needs effect: NoExecute", { part: "key" });
}
