import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { subdomainFault } from "../../../../schema/names.ts";
import { type Field, get } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkRange,
  checkUnique,
  mappingsIn,
} from "../checks.ts";
import { checkLabelSelector } from "../selectors.ts";
import { checkClient, checkConditions, checkOperations, checkReviewVersions } from "../webhooks.ts";

const VALIDATING = "ValidatingWebhookConfiguration.admissionregistration.k8s.io";
const MUTATING = "MutatingWebhookConfiguration.admissionregistration.k8s.io";

/** Source: kubernetes pkg/apis/admissionregistration/validation. */
export const rule: Rule = {
  name: "kubernetes/webhook-configuration",
  severity: "error",
  summary: "A webhook names where it is called, for what, and known policies",
  scope: "file",
  check: checkEach([VALIDATING, MUTATING], (subject) => {
    const webhooks = mappingsIn(get({ path: [], value: subject.resource.data }, "webhooks"));
    const mutating = groupKindOf(subject.resource.id) === MUTATING;
    for (const webhook of webhooks) checkWebhook(subject, webhook, mutating);
    checkUnique(
      subject,
      webhooks.map((webhook) => get(webhook, "name")),
      "webhook",
    );
  }),
};

function checkWebhook(subject: Subject, webhook: Field, mutating: boolean): void {
  const name = get(webhook, "name");
  checkFilled(subject, name);
  checkName(subject, name, qualifiedFault);
  checkChoice(subject, get(webhook, "failurePolicy"), ["Ignore", "Fail"]);
  checkChoice(subject, get(webhook, "matchPolicy"), ["Exact", "Equivalent"]);
  checkFilled(subject, get(webhook, "sideEffects"));
  checkChoice(subject, get(webhook, "sideEffects"), ["None", "NoneOnDryRun"]);
  if (mutating) checkChoice(subject, get(webhook, "reinvocationPolicy"), ["Never", "IfNeeded"]);
  checkRange(subject, get(webhook, "timeoutSeconds"), 1, 30);
  for (const key of ["namespaceSelector", "objectSelector"])
    checkLabelSelector(subject, get(webhook, key));
  checkReviewVersions(subject, get(webhook, "admissionReviewVersions"));
  checkClient(subject, get(webhook, "clientConfig"));
  checkConditions(subject, get(webhook, "matchConditions"));
  for (const rule of mappingsIn(get(webhook, "rules"))) checkOperations(subject, rule);
}

/** A webhook's name is a domain of three labels or more. */
function qualifiedFault(name: string): string | undefined {
  return (
    subdomainFault(name) ??
    (name.split(".").length < 3
      ? "must be a domain of at least three labels, such as check.example.com"
      : undefined)
  );
}
