import { suggest } from "../../../core/suggest.ts";
import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { get, items, number, text, texts } from "../field.ts";
import { SERVICE_ENTRY } from "./kinds.ts";
import { hidingNamespaces } from "./mesh-pods.ts";

/** What answers under a host name in the mesh. */
export interface HostEntry {
  resource: Resource;
  host: string;
  /** Namespaces that see it, or `*`. */
  scopes: readonly string[];
  ports: readonly number[];
}

export interface HostLookup {
  /** @returns what answers under a host as a resource of this namespace writes it; undefined when nothing does */
  find(host: string, namespace: string, exportTo: readonly string[]): HostEntry | undefined;
  /** @returns what to do about a host that was not found: the one that was probably meant, or the exportTo that hides it */
  advise(host: string, namespace: string): string | undefined;
}

/**
 * Indexes the hosts of Services and ServiceEntries.
 * Source: pkg/config/analysis/analyzers/util/service_lookup.go of istio/istio.
 */
export function lookUpHosts(context: RuleContext): HostLookup {
  const entries = [
    ...context.present(SERVICE_ENTRY).flatMap(serviceEntryHosts),
    ...context.present("Service").flatMap(serviceHosts),
  ];
  const exact = new Map<string, HostEntry[]>();
  for (const entry of entries) exact.set(entry.host, [...(exact.get(entry.host) ?? []), entry]);
  const wildcards = entries.filter((entry) => entry.host.startsWith("*"));
  const sees = (entry: HostEntry, namespaces: readonly string[]) =>
    entry.scopes.includes("*") || entry.scopes.some((scope) => namespaces.includes(scope));
  return {
    find(host, namespace, exportTo) {
      const namespaces =
        exportTo.length === 0
          ? [namespace]
          : exportTo.map((scope) => (scope === "." ? namespace : scope));
      const found = exact.get(toFqdn(host, namespace))?.find((entry) => sees(entry, namespaces));
      return (
        found ??
        wildcards.find(
          (entry) =>
            sees(entry, [namespace]) && host.replace(/^\*/, "").endsWith(entry.host.slice(1)),
        )
      );
    },
    advise(host, namespace) {
      const hidden = exact.get(toFqdn(host, namespace))?.[0]?.resource.id;
      if (hidden) return `; ${hidden.kind} "${hidden.name}" is not exported to this namespace`;
      const local = `.${namespace}.svc.cluster.local`;
      const known = [...exact.keys()];
      const short = known.filter((name) => name.endsWith(local)).map((name) => name.split(".")[0]!);
      const candidate = suggest(host, host.includes(".") ? known : short);
      return candidate && `, did you mean "${candidate}"?`;
    },
  };
}

/** A host without a dot is a Service of the resource's own namespace. */
export function toFqdn(host: string, namespace: string): string {
  return host.includes(".") || host.startsWith("*")
    ? host
    : `${host}.${namespace}.svc.cluster.local`;
}

/** Names the Service of a cluster-local host. */
export function serviceOf(
  host: string,
  namespace: string,
): { name: string; namespace: string } | undefined {
  const [, name, other] =
    /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(toFqdn(host, namespace)) ?? [];
  return name === undefined || other === undefined ? undefined : { name, namespace: other };
}

/**
 * May a host that nothing here answers under be there all the same: because the build is partial or has no Services at all, because it
 * is declared as external, or because an unknown Helm chart installs into its namespace?
 */
export function isElsewhere(context: RuleContext, host: string, namespace: string): boolean {
  if (context.partial || context.present("Service", SERVICE_ENTRY).length === 0) return true;
  const names = [toFqdn(host, namespace), host];
  if (names.some((name) => context.external({ kind: "Host", name }))) return true;
  const service = serviceOf(host, namespace);
  if (service === undefined) return false;
  return (
    context.external({ kind: "Service", ...service }) ||
    hidingNamespaces(context).has(service.namespace)
  );
}

function serviceEntryHosts(resource: Resource): HostEntry[] {
  const spec = get({ path: [], value: resource.data }, "spec");
  const own = resource.id.namespace ?? "default";
  const exportTo = texts(get(spec, "exportTo")).map(({ value }) => (value === "." ? own : value));
  const ports = items(get(spec, "ports")).flatMap((port) => number(get(port, "number")) ?? []);
  return texts(get(spec, "hosts")).map(({ value }) => ({
    resource,
    host: toFqdn(value, own),
    scopes: exportTo.length === 0 ? ["*"] : exportTo,
    ports,
  }));
}

function serviceHosts(resource: Resource): HostEntry[] {
  const root = { path: [], value: resource.data };
  const own = resource.id.namespace ?? "default";
  const annotation = text(get(root, "metadata", "annotations", "networking.istio.io/exportTo"));
  const scopes = annotation
    ? annotation.split(",").map((scope) => (scope.trim() === "." ? own : scope.trim()))
    : ["*"];
  const ports = items(get(root, "spec", "ports")).flatMap(
    (port) => number(get(port, "port")) ?? [],
  );
  return [{ resource, host: toFqdn(resource.id.name, own), scopes, ports }];
}
