import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, items, text } from "../../field.ts";
import { containersOf, selectsPlainly, workloadsOf } from "../workloads.ts";

export const rule: Rule = {
  name: "kubernetes/target-port",
  severity: "error",
  summary: "A Service's named targetPort is a port of the Pods that it selects",
  scope: "build",
  check(context) {
    const workloads = workloadsOf(context);
    for (const service of context.resources("Service")) {
      const spec = get({ path: [], value: service.data }, "spec");
      const selected = workloads.filter(
        (workload) =>
          workload.namespace === service.id.namespace &&
          selectsPlainly(get(spec, "selector").value, workload.labels),
      );
      if (selected.length === 0) continue;
      const names = selected.flatMap(({ spec: pod }) =>
        containersOf(pod).flatMap(({ field }) =>
          items(get(field, "ports")).map((port) => get(port, "name").value),
        ),
      );
      for (const port of items(get(spec, "ports"))) {
        const target = get(port, "targetPort");
        const name = text(target);
        if (name === undefined || name === "" || /^\d+$/.test(name) || names.includes(name))
          continue;
        const known = names.filter((each): each is string => typeof each === "string");
        const candidate = suggest(name, known);
        const hint = candidate
          ? `, did you mean "${candidate}"?`
          : known.length > 0
            ? `; they have ${known.map((each) => `"${each}"`).join(", ")}`
            : "; they name no port";
        context.report({
          resource: service,
          path: target.path,
          message: `the selected Pods have no port "${name}"${hint}`,
          related: [
            { message: "the workload", at: selected[0]!.resource.locate(["metadata", "name"]) },
          ],
        });
      }
    }
  },
};
