import type { Rule } from "../../../../core/rule.ts";
import { get, texts } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET } from "../kinds.ts";

const RIGHT = "resources-finalizer.argocd.argoproj.io";
const KNOWN = [
  RIGHT,
  `${RIGHT}/background`,
  `${RIGHT}/foreground`,
  "post-delete-finalizer.argocd.argoproj.io",
  "pre-delete-finalizer.argocd.argoproj.io",
  "foregroundDeletion",
];

/** Source: pkg/apis/application/v1alpha1 of argoproj/argo-cd. */
export const rule: Rule = {
  name: "argocd/finalizer",
  severity: "error",
  summary: "Argo CD's finalizers are spelt as Argo CD spells them",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const lists = [get(subject.metadata, "finalizers")];
    if (subject.resource.id.kind === "ApplicationSet")
      lists.push(get(subject.spec, "template", "metadata", "finalizers"));
    for (const { value, field } of lists.flatMap(texts)) {
      if (
        KNOWN.includes(value) ||
        value.startsWith("post-delete-finalizer.argocd.argoproj.io/") ||
        value.startsWith("pre-delete-finalizer.argocd.argoproj.io/")
      )
        continue;
      if (!/argocd|argoproj/.test(value)) continue;
      subject.fail(
        field,
        `Argo CD knows no finalizer "${value}", so the Application could never be deleted; write "${RIGHT}"`,
      );
    }
  }),
};
