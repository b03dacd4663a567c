import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { type Field, get, isSet, items, number, text } from "../../field.ts";
import { isOpenNamespace } from "../open-namespace.ts";

const ROUTES = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"].map(
  (kind) => `${kind}.gateway.networking.k8s.io`,
);

/** The port of a backend that the AWS Load Balancer Controller takes from an annotation: what it names is an action, no Service. */
const FROM_ANNOTATION = "use-annotation";

interface Backend {
  name: Field;
  namespace: string | undefined;
  port: Field;
}

export const rule: Rule = {
  name: "kubernetes/backend-exists",
  severity: "error",
  summary: "The Service and port behind an Ingress or route exist",
  scope: "build",
  check(context) {
    for (const ingress of context.resources("Ingress.networking.k8s.io"))
      for (const backend of ingressBackends(ingress)) checkBackend(context, ingress, backend);
    for (const route of context.resources(...ROUTES))
      for (const backend of routeBackends(route)) checkBackend(context, route, backend);
  },
};

function ingressBackends(ingress: Resource): Backend[] {
  const spec = get({ path: [], value: ingress.data }, "spec");
  const backends = [get(spec, "defaultBackend")];
  for (const rule of items(get(spec, "rules")))
    for (const path of items(get(rule, "http", "paths"))) backends.push(get(path, "backend"));
  return backends.flatMap((backend) => {
    const port = get(backend, "service", "port");
    const named = get(port, "name");
    if (text(named) === FROM_ANNOTATION) return [];
    return {
      name: get(backend, "service", "name"),
      namespace: ingress.id.namespace,
      port: isSet(named) ? named : get(port, "number"),
    };
  });
}

function routeBackends(route: Resource): Backend[] {
  const rules = items(get({ path: [], value: route.data }, "spec", "rules"));
  return rules
    .flatMap((rule) => [
      ...items(get(rule, "backendRefs")),
      ...items(get(rule, "filters")).map((filter) => get(filter, "requestMirror", "backendRef")),
    ])
    .filter(
      (backend) =>
        (text(get(backend, "kind")) ?? "Service") === "Service" &&
        (text(get(backend, "group")) ?? "") === "",
    )
    .map((backend) => ({
      name: get(backend, "name"),
      namespace: text(get(backend, "namespace")) ?? route.id.namespace,
      port: get(backend, "port"),
    }));
}

function checkBackend(context: RuleContext, resource: Resource, backend: Backend): void {
  const name = text(backend.name);
  if (!name) return;
  const service = context.find("Service", backend.namespace, name);
  if (service) return checkPort(context, resource, backend, service);
  const known = context
    .resources("Service")
    .filter((other) => namespaceOf(other.id) === namespaceOf(backend));
  if (context.partial || known.length === 0 || isOpenNamespace(context, backend.namespace)) return;
  if (context.external({ kind: "Service", namespace: backend.namespace, name })) return;
  const candidate = suggest(
    name,
    known.map((other) => other.id.name),
  );
  const message = `no Service is named "${name}" in namespace "${backend.namespace ?? "default"}"${candidate ? `, did you mean "${candidate}"?` : ""}`;
  context.report({ resource, path: backend.name.path, severity: "warning", message });
}

function checkPort(
  context: RuleContext,
  resource: Resource,
  backend: Backend,
  service: Resource,
): void {
  const wanted = text(backend.port) ?? number(backend.port);
  const ports = items(get({ path: [], value: service.data }, "spec", "ports"));
  if (
    wanted === undefined ||
    get({ path: [], value: service.data }, "spec", "type").value === "ExternalName"
  )
    return;
  const fields = ports.map((port) => get(port, typeof wanted === "string" ? "name" : "port"));
  if (fields.some(isSubstituted)) return;
  const known = fields.flatMap((field) => text(field) ?? number(field) ?? []);
  if (known.includes(wanted)) return;
  const message = `Service "${service.id.name}" has no port ${JSON.stringify(wanted)}; it has ${known.map((port) => JSON.stringify(port)).join(", ") || "none"}`;
  context.report({
    resource,
    path: backend.port.path,
    message,
    related: [{ message: "the Service", at: service.locate(["spec", "ports"], "key") }],
  });
}

/** Is the value only known after substitution? */
function isSubstituted(field: Field): boolean {
  return typeof field.value === "string" && text(field) === undefined;
}
