import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { get, isSet, text } from "../../field.ts";
import { AUTHORIZATION_POLICY, ISTIO_KINDS } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

const RESERVED = [
  "internal.istio.io/webhook-always-reject",
  "internal.istio.io/parent-namespace",
  "internal.istio.io/parents",
];
const DRY_RUN = "istio.io/dry-run";
const BOOLEAN = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/** Source: validateMetadata and checkDryRunAnnotation of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/reserved-annotations",
  severity: "error",
  summary: "Annotations that istiod keeps for itself are not set, and dry-run only where it works",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach(ISTIO_KINDS, (subject) => {
    for (const name of RESERVED) {
      const annotation = get(subject.metadata, "annotations", name);
      if (isSet(annotation))
        subject.fail(annotation, `annotation ${name} is reserved for istiod; remove it`, {
          part: "key",
        });
    }
    if (isSet(get(subject.metadata, "annotations", DRY_RUN))) checkDryRun(subject);
  }),
};

function checkDryRun(subject: Subject): void {
  const annotation = get(subject.metadata, "annotations", DRY_RUN);
  if (groupKindOf(subject.resource.id) !== AUTHORIZATION_POLICY) {
    subject.fail(
      annotation,
      `annotation ${DRY_RUN} only works on an AuthorizationPolicy; remove it`,
      { part: "key" },
    );
    return;
  }
  const action = get(subject.spec, "action").value ?? "ALLOW";
  if (typeof action !== "string") return;
  if (action !== "ALLOW" && action !== "DENY") {
    subject.fail(
      annotation,
      `annotation ${DRY_RUN} only works with action ALLOW or DENY, not ${action}`,
      { part: "key" },
    );
    return;
  }
  const value = text(annotation);
  if (value !== undefined && !BOOLEAN.test(value))
    subject.fail(annotation, `annotation ${DRY_RUN} "${value}" is not "true" or "false"`);
}
