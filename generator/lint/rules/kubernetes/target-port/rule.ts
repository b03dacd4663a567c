import { namespaceOf } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { type Field, get, isBlank, items, text } from "../../field.ts";
import { containersOf, selectsPlainly, type Workload, workloadsOf } from "../workloads.ts";

/** What istiod and linkerd put into Pods. */
const INJECTED = /^(http-envoy-prom|linkerd-.*)$/;

interface NamedPort {
  name: string;
  protocol: string;
}

/** Source: FindPort of k8s.io/endpointslice, which compares names and protocols. */
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
          namespaceOf(workload) === namespaceOf(service.id) &&
          selectsPlainly(get(spec, "selector").value, workload.labels),
      );
      if (selected.length === 0) continue;
      const known = selected.flatMap(portsOf);
      for (const port of items(get(spec, "ports"))) {
        const target = get(port, "targetPort");
        const name = text(target);
        if (name === undefined || name === "" || /^\d+$/.test(name) || INJECTED.test(name))
          continue;
        const protocol = protocolOf(port);
        const same = known.filter((each) => each.name === name);
        if (protocol === undefined || same.some((each) => each.protocol === protocol)) continue;
        context.report({
          resource: service,
          path: target.path,
          message: `the selected Pods have no ${same.length > 0 ? `${protocol} ` : ""}port "${name}"${hintOf(name, same, known)}`,
          related: [
            { message: "the workload", at: selected[0]!.resource.locate(["metadata", "name"]) },
          ],
        });
      }
    }
  },
};

/** Ports of the containers that last as long as the Pod. */
function portsOf({ spec }: Workload): NamedPort[] {
  const lasting = containersOf(spec).filter(
    ({ list, field }) =>
      list === "containers" ||
      (list === "initContainers" && get(field, "restartPolicy").value === "Always"),
  );
  return lasting.flatMap(({ field }) =>
    items(get(field, "ports")).flatMap((port) => {
      const name = text(get(port, "name"));
      const protocol = protocolOf(port);
      return name && protocol ? [{ name, protocol }] : [];
    }),
  );
}

/** @returns the protocol, by default TCP; undefined where it is only known after substitution */
function protocolOf(port: Field): string | undefined {
  const field = get(port, "protocol");
  return isBlank(field) ? "TCP" : text(field);
}

function hintOf(name: string, same: readonly NamedPort[], known: readonly NamedPort[]): string {
  const names = known.map((port) => port.name);
  if (same.length > 0) return `; it is one for ${same.map((port) => port.protocol).join(", ")}`;
  const candidate = suggest(name, names);
  if (candidate) return `, did you mean "${candidate}"?`;
  return names.length > 0
    ? `; they have ${names.map((each) => `"${each}"`).join(", ")}`
    : "; they name no port";
}
