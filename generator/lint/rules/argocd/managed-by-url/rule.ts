import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET } from "../kinds.ts";

const ANNOTATION = "argocd.argoproj.io/managed-by-url";

/** Source: ValidateManagedByURL of argoproj/argo-cd util/argo. */
export const rule: Rule = {
  name: "argocd/managed-by-url",
  severity: "error",
  summary: "The URL of the Argo CD that manages an Application is one",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const isSet = subject.resource.id.kind === "ApplicationSet";
    const holder = isSet ? get(subject.spec, "template", "metadata") : subject.metadata;
    const field = get(holder, "annotations", ANNOTATION);
    const value = text(field);
    if (!value || isUrl(value)) return;
    subject.fail(
      field,
      `${JSON.stringify(value)} is no URL of an Argo CD such as "https://argocd.example.com"`,
    );
  }),
};

/** As Go's net/url reads it, which forgives neither spaces, line ends nor half an escape, as JavaScript's URL would. */
function isUrl(value: string): boolean {
  if (/[\p{Cc} ]|%(?![\da-f]{2})/iu.test(value)) return false;
  return /^https?:/i.test(value) && URL.canParse(value);
}
