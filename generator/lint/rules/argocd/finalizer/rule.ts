import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, texts } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET } from "../kinds.ts";

const RIGHT = "resources-finalizer.argocd.argoproj.io";
const KNOWN = [RIGHT, `${RIGHT}/background`, `${RIGHT}/foreground`];
/** Hooks of an Application's deletion, with a stage behind a slash or without one. */
const HOOKS = [
  "post-delete-finalizer.argocd.argoproj.io",
  "pre-delete-finalizer.argocd.argoproj.io",
];
const OF_HOOKS = "argocd.argoproj.io/hook-finalizer";

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
      if (KNOWN.includes(value) || value === OF_HOOKS) continue;
      if (HOOKS.some((hook) => value === hook || value.startsWith(`${hook}/`))) continue;
      const isMeant = isArgo(value) || suggest(value, KNOWN) !== undefined;
      if (!isMeant) continue;
      subject.fail(
        field,
        `Argo CD knows no finalizer "${value}", so the Application could never be deleted; write "${RIGHT}"`,
      );
    }
  }),
};

/** A finalizer under Argo CD's own domain is taken off by nobody else. */
function isArgo(finalizer: string): boolean {
  return /(?:^|\.)argoproj\.io(?:\/|$)/.test(finalizer);
}
