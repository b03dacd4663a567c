import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { labelValueFault } from "../../../../schema/names.ts";
import { entries, get, isFilled, isSet } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { isObject } from "../checks.ts";
import { checkLabels, checkLabelSelector, selects } from "../selectors.ts";

/** Source: ValidateDeploymentSpec and its neighbours in kubernetes pkg/apis/apps/validation, ValidateReplicationControllerSpec in core. */
export const rule: Rule = {
  name: "kubernetes/selector",
  severity: "error",
  summary: "The selector of a workload selects its own Pods, and selectors are well formed",
  scope: "file",
  check: checkEach(
    [
      "Deployment.apps",
      "ReplicaSet.apps",
      "StatefulSet.apps",
      "DaemonSet.apps",
      "Job.batch",
      "CronJob.batch",
      "ReplicationController",
      "Service",
      "PodDisruptionBudget.policy",
    ],
    (subject) => {
      const kind = groupKindOf(subject.resource.id);
      if (kind === "Service") return checkLabels(subject, get(subject.spec, "selector"));
      if (kind === "ReplicationController") return checkController(subject);
      if (kind === "CronJob.batch") return checkCronJob(subject);
      checkLabelSelector(subject, get(subject.spec, "selector"));
      if (kind === "Job.batch") checkJob(subject);
      else if (kind !== "PodDisruptionBudget.policy") checkWorkload(subject);
    },
  ),
};

function checkWorkload(subject: Subject): void {
  const selector = get(subject.spec, "selector");
  if (!isObject(selector)) return;
  if (!isFilled(get(selector, "matchLabels")) && !isFilled(get(selector, "matchExpressions"))) {
    subject.report(selector, "the selector is empty; name the labels of the Pods in matchLabels", {
      part: "key",
    });
    return;
  }
  const labels = get(subject.spec, "template", "metadata", "labels");
  if (selects(selector, labels) !== false) return;
  const wrong = entries(get(selector, "matchLabels")).find(
    ({ key, field }) => get(labels, key).value !== field.value,
  );
  if (labelValueFault(asText(wrong?.field.value ?? "")) !== undefined) return;
  const has = wrong && get(labels, wrong.key);
  const detail = wrong
    ? `: ${wrong.key} is "${asText(wrong.field.value)}" here and ${isSet(has!) ? `"${asText(has!.value)}"` : "absent"} there`
    : "";
  subject.report(
    wrong?.field ?? selector,
    `the selector does not select the labels of the template${detail}`,
    {
      related: [{ message: "the template's labels", at: subject.resource.locate(labels.path) }],
    },
  );
}

function checkController(subject: Subject): void {
  const selector = get(subject.spec, "selector");
  const labels = get(subject.spec, "template", "metadata", "labels");
  if (!isFilled(selector)) {
    // Without a selector, the labels of the template are it.
    if (!isFilled(labels) && isSet(subject.spec))
      subject.report(
        subject.spec,
        "a ReplicationController needs a selector, or labels in its template",
        { part: "key" },
      );
    return;
  }
  const wrong = entries(selector).find(
    ({ key, field }) =>
      typeof field.value === "string" &&
      !field.value.includes("${") &&
      get(labels, key).value !== field.value,
  );
  if (wrong)
    subject.report(
      wrong.field,
      `the selector does not select the labels of the template: ${wrong.key} is "${asText(wrong.field.value)}" here`,
    );
}

function checkJob(subject: Subject): void {
  const selector = get(subject.spec, "selector");
  if (get(subject.spec, "manualSelector").value === true) {
    const labels = get(subject.spec, "template", "metadata", "labels");
    if (!isSet(selector))
      subject.report(get(subject.spec, "manualSelector"), "manualSelector needs a selector");
    else if (selects(selector, labels) === false)
      subject.report(selector, "the selector does not select the labels of the template");
  } else if (
    isFilled(get(selector, "matchLabels")) ||
    isFilled(get(selector, "matchExpressions"))
  ) {
    subject.report(
      selector,
      "a Job makes its selector itself; remove it, or set manualSelector: true",
      { part: "key" },
    );
  }
}

function checkCronJob(subject: Subject): void {
  const job = get(subject.spec, "jobTemplate", "spec");
  for (const key of ["selector", "manualSelector"]) {
    const field = get(job, key);
    if (isSet(field) && field.value !== false)
      subject.report(field, `each Job makes its selector itself; remove ${key}`, { part: "key" });
  }
}
