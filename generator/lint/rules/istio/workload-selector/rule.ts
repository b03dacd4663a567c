import type { Rule } from "../../../../core/rule.ts";
import { entries, get, isSet, type Field } from "../../field.ts";
import { ISTIO_KINDS } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: validateWorkloadSelector and ValidateAlphaWorkloadSelector of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/workload-selector",
  severity: "error",
  summary: "A workload selector has labels, without wildcards",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach(ISTIO_KINDS, (subject) => {
    const { kind } = subject.resource.id;
    if (kind === "Gateway") return; // its selector is a plain map, which upstream does not judge
    checkSelector(subject, get(subject.spec, "selector"), "matchLabels");
    checkSelector(
      subject,
      get(subject.spec, "workloadSelector"),
      kind === "DestinationRule" ? "matchLabels" : "labels",
    );
  }),
};

function checkSelector(subject: Subject, selector: Field, key: string): void {
  if (!isSet(selector)) return;
  const labels = get(selector, key);
  if (entries(labels).length === 0) {
    subject.warn(
      isSet(labels) ? labels : selector,
      `the selector has no labels and takes every workload; remove it, or add ${key}`,
      { part: "key" },
    );
  }
  if (key === "matchLabels") return; // the schemas refuse wildcards there, and in values
  for (const { key: name, field } of entries(labels)) {
    if (name === "") subject.fail(field, "a label needs a key", { part: "key" });
    if (name.includes("*"))
      subject.fail(field, `label key "${name}" has a wildcard; labels match exactly`, {
        part: "key",
      });
  }
}
