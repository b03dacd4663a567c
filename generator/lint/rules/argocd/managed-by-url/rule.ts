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
    const holders = [subject.metadata];
    if (subject.resource.id.kind === "ApplicationSet")
      holders.push(get(subject.spec, "template", "metadata"));
    for (const holder of holders) {
      const field = get(holder, "annotations", ANNOTATION);
      const value = text(field);
      if (!value || (/^https?:/i.test(value) && URL.canParse(value))) continue;
      subject.fail(
        field,
        `"${value}" is no URL of an Argo CD such as "https://argocd.example.com"`,
      );
    }
  }),
};
