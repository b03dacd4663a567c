import { namespaceOf } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { entries, get, isFilled, text } from "../../field.ts";
import { isOpenNamespace } from "../open-namespace.ts";
import { selectsPlainly, workloadsOf } from "../workloads.ts";

export const rule: Rule = {
  name: "kubernetes/service-selector",
  severity: "warning",
  summary: "A Service selects Pods of a workload of its namespace",
  scope: "build",
  check(context) {
    if (context.partial) return;
    const workloads = workloadsOf(context);
    for (const service of context.resources("Service")) {
      const selector = get({ path: [], value: service.data }, "spec", "selector");
      const namespace = namespaceOf(service.id);
      const near = workloads.filter((workload) => namespaceOf(workload) === namespace);
      if (!isFilled(selector) || near.length === 0 || isOpenNamespace(context, namespace)) continue;
      if (near.some((workload) => selectsPlainly(selector.value, workload.labels))) continue;
      const labels = entries(selector);
      if (labels.some(({ field }) => text(field) === undefined)) continue;
      const wanted = labels.map(({ key, field }) => `${key}=${text(field)}`);
      context.report({
        resource: service,
        path: selector.path,
        message: `no Pod in namespace "${namespace}" has the labels ${wanted.join(", ")}, so the Service has no endpoints; compare with the labels of the Pod template`,
      });
    }
  },
};
