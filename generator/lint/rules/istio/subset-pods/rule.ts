import type { Rule } from "../../../../core/rule.ts";
import { selectsPlainly } from "../../kubernetes/workloads.ts";
import { entries, get, isFilled, items, text } from "../../field.ts";
import { serviceOf } from "../host-lookup.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { isDecided, isDeclaredPod, lookUpPods, showLabels } from "../mesh-pods.ts";

/** Labels that a Pod gets on the cluster: from its node, its cluster and its controller. */
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
      if (!service || !pods.shows(service.id.namespace)) continue;
      const selector = get({ path: [], value: service.data }, "spec", "selector");
      const behind = pods
        .in(service.id.namespace)
        .filter((pod) => selectsPlainly(selector.value, pod.labels));
      if (!isFilled(selector) || behind.length === 0) continue;
      for (const subset of items(get(spec, "subsets"))) {
        const labels = get(subset, "labels");
        const own = Object.fromEntries(
          entries(labels).flatMap(({ key, field }) =>
            GIVEN.test(key) ? [] : [[key, field.value]],
          ),
        );
        if (
          !isDecided(labels) ||
          Object.keys(own).length === 0 ||
          behind.some((pod) => selectsPlainly(own, pod.labels))
        )
          continue;
        if (isDeclaredPod(context, service.id.namespace, labels)) continue;
        const known = [...new Set(behind.map((pod) => showLabels(pod.labels)))]
          .slice(0, 3)
          .join("; ");
        const message = `no Pods of Service "${service.id.name}" have the labels ${showLabels(own)}, so requests to subset "${text(get(subset, "name")) ?? ""}" fail; its Pods have ${known}`;
        context.report({ resource, path: labels.path, message });
      }
    }
  },
};
