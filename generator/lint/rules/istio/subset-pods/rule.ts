import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { selectsPlainly } from "../../kubernetes/workloads.ts";
import { entries, type Field, get, isFilled, items, text } from "../../field.ts";
import { serviceOf } from "../host-lookup.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { isDecided, isDeclaredPod, lookUpPods, type MeshPod, showLabels } from "../mesh-pods.ts";

/** Labels that a Pod gets on the cluster: from its node, its cluster and its controller. None of them is empty. */
const GIVEN =
  /^(topology\.kubernetes\.io|topology\.istio\.io|kubernetes\.io)\/|^(rollouts-)?pod-template-hash$/;

/** Source: destinationrule.PodNotSelectedAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/subset-pods",
  severity: "warning",
  summary: "The subsets of a DestinationRule select Pods of its Service",
  aliases: ["IST0173"],
  scope: "build",
  check(context) {
    if (context.resources(DESTINATION_RULE).length === 0) return;
    const pods = lookUpPods(context);
    for (const resource of context.resources(DESTINATION_RULE)) {
      const spec = get({ path: [], value: resource.data }, "spec");
      const named = serviceOf(text(get(spec, "host")) ?? "", resource.id.namespace ?? "default");
      const service = named && context.find("Service", named.namespace, named.name);
      const selector = get({ path: [], value: service?.data }, "spec", "selector");
      if (!service || !isFilled(selector)) continue;
      const all = pods.in(service.id.namespace);
      const behind = all.filter((pod) => selectsPlainly(selector.value, pod.labels));
      for (const subset of items(get(spec, "subsets"))) {
        if (!isDecided(get(subset, "labels"))) continue;
        if (behind.length > 0 && pods.shows(service.id.namespace))
          checkSubset(context, resource, service, subset, behind);
        else if (all.length === 0 && pods.showsAll) tellOfNone(context, resource, service, subset);
      }
    }
  },
};

function checkSubset(
  context: RuleContext,
  resource: Resource,
  service: Resource,
  subset: Field,
  behind: readonly MeshPod[],
): void {
  const labels = get(subset, "labels");
  const own = Object.fromEntries(
    entries(labels)
      .filter(({ key, field }) => !GIVEN.test(key) || field.value === "")
      .map(({ key, field }) => [key, field.value]),
  );
  if (Object.keys(own).length === 0) return;
  if (behind.some((pod) => selectsPlainly(own, pod.labels))) return;
  if (isDeclaredPod(context, service.id.namespace, labels)) return;
  const known = [...new Set(behind.map((pod) => showLabels(pod.labels)))].slice(0, 3).join("; ");
  const message = `no Pods of Service "${service.id.name}" have the labels ${showLabels(own)}, so requests to subset "${text(get(subset, "name")) ?? ""}" fail; its Pods have ${known}`;
  context.report({ resource, path: labels.path, message });
}

/** The files show Pods, but none in this namespace: only worth to know, for they may come from elsewhere. */
function tellOfNone(
  context: RuleContext,
  resource: Resource,
  service: Resource,
  subset: Field,
): void {
  const { name, namespace = "default" } = service.id;
  if (isDeclaredPod(context, namespace, get(subset, "labels"))) return;
  if (context.external({ kind: "Namespace", name: namespace })) return;
  const message = `no Pods here are in namespace "${namespace}", so requests to subset "${text(get(subset, "name")) ?? ""}" of Service "${name}" fail; correct the namespace, or declare its Pods as external`;
  context.report({ resource, path: subset.path, severity: "info", message });
}
