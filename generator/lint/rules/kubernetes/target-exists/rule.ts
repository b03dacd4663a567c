import type { Resource } from "../../../../core/resource.ts";
import { groupKindOf, namespaceOf } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { valueAt } from "../../../../core/path.ts";
import { get, isFilled, isSet, text } from "../../field.ts";
import { selects } from "../../selectors.ts";
import { isOpenNamespace } from "../open-namespace.ts";
import { workloadsOf } from "../workloads.ts";

/** Kinds with a label selector that is meant to select Pods (or Services), and where it stands. */
const SELECTORS: readonly [kind: string, path: readonly string[], selected: "Pod" | "Service"][] = [
  ["PodDisruptionBudget.policy", ["spec", "selector"], "Pod"],
  ["NetworkPolicy.networking.k8s.io", ["spec", "podSelector"], "Pod"],
  ["PodMonitor.monitoring.coreos.com", ["spec", "selector"], "Pod"],
  ["ServiceMonitor.monitoring.coreos.com", ["spec", "selector"], "Service"],
];

export const rule: Rule = {
  name: "kubernetes/target-exists",
  severity: "warning",
  summary: "What an autoscaler, disruption budget, network policy or monitor is for exists",
  scope: "build",
  check(context) {
    if (context.partial) return;
    for (const autoscaler of context.resources("HorizontalPodAutoscaler.autoscaling"))
      checkScaleTarget(context, autoscaler);
    for (const [kind, path, selected] of SELECTORS)
      for (const resource of context.resources(kind))
        checkSelector(context, resource, path, selected);
  },
};

function checkScaleTarget(context: RuleContext, autoscaler: Resource): void {
  const target = get({ path: [], value: autoscaler.data }, "spec", "scaleTargetRef");
  const name = text(get(target, "name"));
  const [kind, apiVersion] = [text(get(target, "kind")), text(get(target, "apiVersion"))];
  const namespace = namespaceOf(autoscaler.id);
  if (!name || !kind || !apiVersion || isOpenNamespace(context, namespace)) return;
  const groupKind = groupKindOf({ apiVersion: apiVersion.replace(/^extensions\//, "apps/"), kind });
  const known = context
    .resources(groupKind)
    .filter((resource) => namespaceOf(resource.id) === namespace);
  if (
    known.some((resource) => resource.id.name === name) ||
    context.external({ kind: groupKind, namespace, name })
  )
    return;
  const candidate = suggest(
    name,
    known.map((resource) => resource.id.name),
  );
  context.report({
    resource: autoscaler,
    path: [...target.path, "name"],
    message: `no ${kind} is named "${name}" in namespace "${namespace}"${candidate ? `, did you mean "${candidate}"?` : ""}; there is nothing to scale`,
  });
}

function checkSelector(
  context: RuleContext,
  resource: Resource,
  path: readonly string[],
  selected: "Pod" | "Service",
): void {
  const selector = get({ path: [], value: resource.data }, ...path);
  const namespace = namespaceOf(resource.id);
  const isEmpty =
    !isFilled(get(selector, "matchLabels")) && !isFilled(get(selector, "matchExpressions"));
  const elsewhere = isSet(get({ path: [], value: resource.data }, "spec", "namespaceSelector"));
  if (isEmpty || elsewhere || isOpenNamespace(context, namespace)) return;
  const labels =
    selected === "Pod"
      ? workloadsOf(context)
          .filter((workload) => namespaceOf(workload) === namespace)
          .map((workload) => workload.labels)
      : context
          .resources("Service")
          .filter((service) => namespaceOf(service.id) === namespace)
          .map((service) => valueAt(service.data, ["metadata", "labels"]));
  if (labels.length === 0 || labels.some((each) => selects(selector.value, each))) return;
  context.report({
    resource,
    path: selector.path,
    message: `this selects no ${selected} of namespace "${namespace}"; compare with the labels ${selected === "Pod" ? "of the Pod templates" : "of the Services"} there`,
  });
}
