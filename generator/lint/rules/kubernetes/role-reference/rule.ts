import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, items, text } from "../../field.ts";
import { isOpenNamespace } from "../open-namespace.ts";

/** Roles that every cluster has. Source: kubernetes plugin/pkg/auth/authorizer/rbac/bootstrappolicy. */
const GIVEN = {
  ClusterRole: /^(cluster-admin|admin|edit|view|system:.*)$/,
  Role: /^(extension-apiserver-authentication-reader|system:.*)$/,
};

export const rule: Rule = {
  name: "kubernetes/role-reference",
  severity: "warning",
  summary: "The role and the service accounts of a binding exist",
  scope: "build",
  check(context) {
    if (context.partial) return;
    for (const binding of context.resources(
      "RoleBinding.rbac.authorization.k8s.io",
      "ClusterRoleBinding.rbac.authorization.k8s.io",
    )) {
      checkRole(context, binding);
      checkSubjects(context, binding);
    }
  },
};

function checkRole(context: RuleContext, binding: Resource): void {
  const reference = get({ path: [], value: binding.data }, "roleRef");
  const name = text(get(reference, "name"));
  const kind = text(get(reference, "kind"));
  if (!name || (kind !== "Role" && kind !== "ClusterRole") || GIVEN[kind].test(name)) return;
  const groupKind = `${kind}.rbac.authorization.k8s.io`;
  const namespace = kind === "Role" ? binding.id.namespace : undefined;
  const known = context
    .resources(groupKind)
    .filter((role) => kind === "ClusterRole" || namespaceOf(role.id) === namespaceOf(binding.id));
  if (known.length === 0 || known.some((role) => role.id.name === name)) return;
  const isOpen = kind === "Role" ? isOpenNamespace(context, namespace) : hasCharts(context);
  if (isOpen || context.external({ kind: groupKind, namespace, name })) return;
  const candidate = suggest(
    name,
    known.map((role) => role.id.name),
  );
  context.report({
    resource: binding,
    path: [...reference.path, "name"],
    message: `no ${kind} is named "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}; the binding grants nothing`,
  });
}

/** Charts bring ClusterRoles of their own. */
function hasCharts(context: RuleContext): boolean {
  return (
    context.resources("HelmRelease.helm.toolkit.fluxcd.io", "Application.argoproj.io").length > 0
  );
}

function checkSubjects(context: RuleContext, binding: Resource): void {
  for (const subject of items(get({ path: [], value: binding.data }, "subjects"))) {
    const name = text(get(subject, "name"));
    if (get(subject, "kind").value !== "ServiceAccount" || !name || name === "default") continue;
    const field = get(subject, "namespace");
    const namespace = text(field) ?? binding.id.namespace;
    if (namespace === "kube-system") continue; // the cluster's own controllers have accounts there
    const accounts = context
      .resources("ServiceAccount")
      .filter((account) => namespaceOf(account.id) === namespaceOf({ namespace }));
    if (
      accounts.length === 0 ||
      accounts.some((account) => account.id.name === name) ||
      isOpenNamespace(context, namespace)
    )
      continue;
    if (context.external({ kind: "ServiceAccount", namespace, name })) continue;
    const candidate = suggest(
      name,
      accounts.map((account) => account.id.name),
    );
    context.report({
      resource: binding,
      path: [...subject.path, "name"],
      message: `no ServiceAccount is named "${name}" in namespace "${namespace ?? "default"}"${candidate ? `, did you mean "${candidate}"?` : ""}`,
    });
  }
}
