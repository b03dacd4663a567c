import { asText } from "../../../../core/json.ts";
import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { selectsPlainly, type Workload, workloadsOf } from "../../kubernetes/workloads.ts";
import { type Field, get, isFilled, items, number, text } from "../../field.ts";
import { hasSidecar, labelsOf, namespaceLabels } from "../injection.ts";

interface ServicePort {
  service: Resource;
  field: Field;
  port: number;
  protocol: string;
  target: string;
}

/** Source: deployment.ServiceAssociationAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/workload-services",
  severity: "warning",
  summary: "Services of the same Deployment agree on protocols and ports",
  aliases: ["IST0116", "IST0137"],
  scope: "build",
  check(context) {
    const services = new Map<string, Resource[]>();
    for (const service of context.resources("Service")) {
      const namespace = namespaceOf(service.id);
      services.set(namespace, [...(services.get(namespace) ?? []), service]);
    }
    for (const workload of workloadsOf(context)) {
      if (workload.resource.id.kind !== "Deployment" || isWaypoint(workload.resource)) continue;
      if (!hasSidecar(workload.template, namespaceLabels(context, workload.namespace))) continue;
      const ports = (services.get(namespaceOf(workload)) ?? []).flatMap((service) =>
        portsBefore(service, workload),
      );
      reportProtocols(context, workload.resource, ports);
      reportTargets(context, workload.resource, ports);
    }
  },
};

function isWaypoint(resource: Resource): boolean {
  return get(labelsOf(resource), "gateway.istio.io/managed").value === "istio.io-mesh-controller";
}

function portsBefore(service: Resource, workload: Workload): ServicePort[] {
  const spec = get({ path: [], value: service.data }, "spec");
  const selector = get(spec, "selector");
  if (!isFilled(selector) || !selectsPlainly(selector.value, workload.labels)) return [];
  return items(get(spec, "ports")).flatMap((field) => {
    const port = number(get(field, "port"));
    if (port === undefined) return [];
    const target = get(field, "targetPort").value;
    const isGiven =
      (typeof target === "number" && target !== 0) || (typeof target === "string" && target !== "");
    return [
      {
        service,
        field,
        port,
        protocol: text(get(field, "protocol")) || "TCP",
        target: asText(isGiven ? target : port),
      },
    ];
  });
}

function reportProtocols(
  context: RuleContext,
  deployment: Resource,
  ports: readonly ServicePort[],
): void {
  for (const same of group(ports, ({ port }) => asText(port))) {
    if (new Set(same.map(({ protocol }) => protocol)).size < 2) continue;
    const shown = same
      .map(({ service, protocol }) => `${service.id.name} (${protocol})`)
      .join(", ");
    report(
      context,
      deployment,
      same,
      `port ${same[0]!.port} of Deployment "${deployment.id.name}" has different protocols in Services ${shown}; use one protocol, or different ports`,
    );
  }
}

function reportTargets(
  context: RuleContext,
  deployment: Resource,
  ports: readonly ServicePort[],
): void {
  for (const same of group(ports, ({ target }) => target)) {
    if (new Set(same.map(({ port }) => port)).size < 2) continue;
    const shown = same.map(({ service, port }) => `${service.id.name} (${port})`).join(", ");
    report(
      context,
      deployment,
      same,
      `Services lead to port ${same[0]!.target} of Deployment "${deployment.id.name}" from different ports: ${shown}; use one port, or different target ports`,
    );
  }
}

function report(
  context: RuleContext,
  deployment: Resource,
  ports: readonly ServicePort[],
  message: string,
): void {
  const related = ports.map(({ service, field }) => ({
    message: `Service "${service.id.name}"`,
    at: service.locate(field.path),
  }));
  context.report({ resource: deployment, path: ["metadata", "name"], message, related });
}

function group(
  ports: readonly ServicePort[],
  keyOf: (port: ServicePort) => string,
): ServicePort[][] {
  const groups = new Map<string, ServicePort[]>();
  for (const port of ports) groups.set(keyOf(port), [...(groups.get(keyOf(port)) ?? []), port]);
  return [...groups.values()];
}
