import { lookUp } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { groupOf } from "../../../../core/resource.ts";
import { get, isBlank, isFilled, items, text, texts } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec } from "../kinds.ts";

/** Kinds that people ignore differences of and that are not in the core group. */
const GROUPS: Readonly<Record<string, string>> = {
  CustomResourceDefinition: "apiextensions.k8s.io",
  DaemonSet: "apps",
  Deployment: "apps",
  HorizontalPodAutoscaler: "autoscaling",
  MutatingWebhookConfiguration: "admissionregistration.k8s.io",
  StatefulSet: "apps",
  ValidatingWebhookConfiguration: "admissionregistration.k8s.io",
};

/** Source: docs/user-guide/diffing.md of argoproj/argo-cd, and its issue 9323 for the group. */
export const rule: Rule = {
  name: "argocd/ignore-differences",
  severity: "warning",
  summary: "An ignoreDifferences entry says what to ignore, and names the kind's group",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    for (const entry of items(get(applicationSpec(subject.resource), "ignoreDifferences"))) {
      const kind = text(get(entry, "kind"));
      const says = ["jsonPointers", "jqPathExpressions", "managedFieldsManagers"].some((key) =>
        isFilled(get(entry, key)),
      );
      if (!says)
        subject.report(
          entry,
          "this entry ignores nothing; add jsonPointers, jqPathExpressions or managedFieldsManagers",
        );
      for (const { value, field } of texts(get(entry, "jsonPointers")))
        if (value !== "" && !value.startsWith("/"))
          subject.report(
            field,
            `"${value}" is no JSON pointer, so nothing is ignored; write "/${value.replaceAll(".", "/")}"`,
          );
      const group = kind === undefined ? undefined : lookUp(GROUPS, kind);
      if (group !== undefined && isBlank(get(entry, "group"))) {
        subject.report(
          get(entry, "kind"),
          `without group this matches no ${kind}; add group: ${group}`,
        );
      }
      const given = text(get(entry, "group"));
      if (given?.includes("/"))
        subject.report(
          get(entry, "group"),
          `"${given}" is an apiVersion; the group is "${groupOf(given)}"`,
        );
    }
  }),
};
