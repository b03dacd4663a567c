import type { App } from "../../core/fleet.ts";
import { defaultPort } from "../defaults.ts";
import type { ServiceSettings } from "../settings.ts";
import { resolveRoutes } from "./routes.ts";

/** What routes and calls need to know of the other services. */
export interface Neighbours {
  /** The Kubernetes Service of a service of the file, seen from a namespace; undefined when there is none of that name. */
  backendOf(name: string, fromNamespace: string): { host: string; port: number } | undefined;
}

/**
 * Fills in a service's defaults.
 * @param name its name
 * @param settings the service as its user means it, in one cluster or without any
 * @param domain the domain of its default host; undefined when there is none
 * @param ownsNamespace is no other service in its namespace?
 * @param neighbours the other services
 */
export function resolveApp(
  name: string,
  settings: ServiceSettings,
  domain: string | undefined,
  ownsNamespace: boolean,
  neighbours: Neighbours,
): App {
  const protocol = settings.protocol ?? "http";
  const namespace = settings.namespace ?? name;
  const backend = { host: settings.service ?? name, port: settings.port ?? defaultPort };
  const { routes, subsets } = resolveRoutes(settings, namespace, backend, neighbours);
  const gatewayPort = settings.gatewayPort ?? (protocol === "tls-passthrough" ? 443 : undefined);
  return {
    name,
    namespace,
    ownsNamespace,
    labels: settings.labels ?? {},
    backend,
    hosts: settings.hosts ?? defaultHosts(name, protocol, domain),
    protocol,
    ...(protocol !== "http" && { gatewayPort }),
    ...(settings.tls && { tls: resolveTls(name, settings.tls) }),
    routes: protocol === "http" ? routes : [],
    subsets: protocol === "http" ? subsets : [],
    calls: settings.calls ?? [],
    manifests: settings.manifests ?? [],
  };
}

/** Raw TCP has no host names: whoever connects to the port is meant. */
function defaultHosts(
  name: string,
  protocol: App["protocol"],
  domain: string | undefined,
): string[] {
  if (protocol === "tcp") return ["*"];
  return domain === undefined ? [] : [`${name}.${domain}`];
}

function resolveTls(name: string, tls: NonNullable<ServiceSettings["tls"]>): App["tls"] {
  return {
    secret: tls.secret ?? `${name}-tls`,
    redirect: tls.redirect ?? true,
    ...(tls.minVersion !== undefined && { minVersion: tls.minVersion }),
    ...(tls.clientCa && { clientCa: true }),
    ...(tls.certificate && {
      certificate: {
        issuer: tls.certificate.issuer,
        issuerKind: tls.certificate.kind ?? "ClusterIssuer",
      },
    }),
  };
}
