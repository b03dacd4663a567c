import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { segmentFault, subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isBlank, items } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkChoice, checkFilled, checkName, word } from "../checks.ts";

const GROUP = "rbac.authorization.k8s.io";

/** Source: ValidateRoleBinding and ValidateClusterRoleBinding of kubernetes pkg/apis/rbac/validation. */
export const rule: Rule = {
  name: "kubernetes/role-binding",
  severity: "error",
  summary: "A binding names a role and subjects as RBAC knows them",
  scope: "file",
  check: checkEach([`RoleBinding.${GROUP}`, `ClusterRoleBinding.${GROUP}`], (subject) => {
    const root: Field = { path: [], value: subject.resource.data };
    const namespaced = groupKindOf(subject.resource.id).startsWith("RoleBinding.");
    const role = get(root, "roleRef");
    const group = get(role, "apiGroup");
    if (group.value !== "") checkChoice(subject, group, [GROUP]);
    checkFilled(subject, get(role, "kind"), get(role, "name"));
    checkChoice(subject, get(role, "kind"), namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]);
    checkName(subject, get(role, "name"), segmentFault);
    for (const each of items(get(root, "subjects"))) checkSubject(subject, each, namespaced);
  }),
};

function checkSubject(subject: Subject, each: Field, namespaced: boolean): void {
  const kind = get(each, "kind");
  const name = get(each, "name");
  const group = get(each, "apiGroup");
  checkFilled(subject, kind, name);
  checkChoice(subject, kind, ["ServiceAccount", "User", "Group"]);
  if (kind.value === "ServiceAccount") {
    checkName(subject, name, subdomainFault);
    if (!isBlank(group) && word(group) !== undefined)
      subject.report(
        group,
        `apiGroup "${word(group)}" does not fit a ServiceAccount; leave it out`,
      );
    if (!namespaced && isBlank(get(each, "namespace")))
      subject.report(each, "a ServiceAccount in a ClusterRoleBinding needs its namespace");
  } else if (kind.value === "User" || kind.value === "Group") {
    if (group.value !== undefined) checkChoice(subject, group, [GROUP]);
  }
}
