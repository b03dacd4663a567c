import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { destinationsOf } from "../destinations.ts";
import { type Field, get, isSet, number, text, texts } from "../../field.ts";
import { type HostEntry, type HostLookup, isElsewhere, lookUpHosts } from "../host-lookup.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";

/** Source: virtualservice.DestinationHostAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/host-exists",
  severity: "error",
  summary: "A VirtualService sends requests to hosts and ports that exist",
  aliases: ["IST0101", "IST0112"],
  scope: "build",
  check(context) {
    const hosts = lookUpHosts(context);
    for (const service of context.resources(VIRTUAL_SERVICE)) {
      const spec = get({ path: [], value: service.data }, "spec");
      const exportTo = texts(get(spec, "exportTo")).map(({ value }) => value);
      for (const destination of destinationsOf(spec))
        checkDestination(context, service, destination, hosts, exportTo);
    }
  },
};

function checkDestination(
  context: RuleContext,
  resource: Resource,
  destination: Field,
  hosts: HostLookup,
  exportTo: readonly string[],
): void {
  const field = get(destination, "host");
  const host = text(field);
  if (!host) return;
  const namespace = resource.id.namespace ?? "default";
  const found = hosts.find(host, namespace, exportTo);
  if (found) return checkPort(context, resource, destination, host, found);
  if (isElsewhere(context, host, namespace)) return;
  const advice = hosts.advise(host, namespace) ?? "";
  const where = host.includes(".") ? "" : ` in namespace "${namespace}"`;
  const message = `nothing answers under host "${host}"${where}${advice}; add the Service or a ServiceEntry, or declare it as external`;
  context.report({ resource, path: field.path, severity: "warning", message });
}

function checkPort(
  context: RuleContext,
  resource: Resource,
  destination: Field,
  host: string,
  { ports, resource: target }: HostEntry,
): void {
  const field = get(destination, "port", "number");
  const wanted = number(field);
  const related = () => [
    { message: "what answers there", at: target.locate(["spec", "ports"], "key") },
  ];
  if (!isSet(get(destination, "port"))) {
    if (ports.length < 2) return;
    const message = `host "${host}" has several ports (${ports.join(", ")}), so a route has to say which; add port.number`;
    context.report({
      resource,
      path: get(destination, "host").path,
      message,
      related: related(),
    });
  } else if (wanted !== undefined && ports.length > 0 && !ports.includes(wanted)) {
    context.report({
      resource,
      path: field.path,
      message: `host "${host}" has no port ${wanted}; it has ${ports.join(", ")}`,
      related: related(),
    });
  }
}
