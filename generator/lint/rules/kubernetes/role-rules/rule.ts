import { isObject, mappingsIn } from "../checks.ts";
import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { type Field, get, isFilled, isSet, items } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkLabelSelector } from "../selectors.ts";

/** Source: ValidatePolicyRule of kubernetes pkg/apis/rbac/validation. */
export const rule: Rule = {
  name: "kubernetes/role-rules",
  severity: "error",
  summary: "A rule of a role has verbs, and resources or URLs",
  scope: "file",
  check: checkEach(
    ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"],
    (subject) => {
      const root: Field = { path: [], value: subject.resource.data };
      const namespaced = groupKindOf(subject.resource.id).startsWith("Role.");
      for (const each of mappingsIn(get(root, "rules"))) checkRule(subject, each, namespaced);
      const selectors = get(root, "aggregationRule", "clusterRoleSelectors");
      if (isObject(get(root, "aggregationRule")) && !isFilled(selectors))
        subject.report(get(root, "aggregationRule"), "aggregationRule needs clusterRoleSelectors", {
          part: "key",
        });
      for (const selector of items(selectors)) checkLabelSelector(subject, selector);
    },
  ),
};

function checkRule(subject: Subject, rule: Field, namespaced: boolean): void {
  const verbs = get(rule, "verbs");
  if (Array.isArray(verbs.value) && verbs.value.length === 0)
    subject.report(verbs, "verbs is empty; the rule would allow nothing", { part: "key" });
  const urls = get(rule, "nonResourceURLs");
  if (isFilled(urls)) {
    if (namespaced)
      subject.report(urls, "a Role holds no nonResourceURLs; write a ClusterRole", { part: "key" });
    const mixed = ["apiGroups", "resources", "resourceNames"].filter((key) =>
      isFilled(get(rule, key)),
    );
    if (mixed.length > 0)
      subject.report(
        urls,
        `nonResourceURLs and ${mixed[0]} exclude each other; make two rules of them`,
        { part: "key" },
      );
    return;
  }
  const missing = ["apiGroups", "resources"].filter((key) => {
    const list = get(rule, key);
    return !isSet(list) || (Array.isArray(list.value) && list.value.length === 0);
  });
  if (missing.length === 0) return;
  const hint = missing.includes("apiGroups") ? '; write apiGroups: [""] for the core group' : "";
  subject.report(rule, `the rule names no ${missing.join(" and no ")}${hint}`);
}
