import type { Resource } from "../../../core/resource.ts";
import { get, items, text, texts } from "../field.ts";

/**
 * The hosts that a Gateway serves for VirtualServices of a namespace: `ns/host` only for that namespace, `./host` for its own.
 * Source: sanitizeServerHostNamespace and host.NamesForNamespace of istio/istio.
 */
export function gatewayHosts(gateway: Resource, namespace: string): string[] {
  const servers = items(get({ path: [], value: gateway.data }, "spec", "servers"));
  return servers.flatMap((server) =>
    texts(get(server, "hosts")).flatMap(({ value }) => {
      const slash = value.indexOf("/");
      if (slash < 0) return [value];
      const scope =
        value.slice(0, slash) === "." ? (gateway.id.namespace ?? "default") : value.slice(0, slash);
      return scope === "*" || scope === namespace ? [value.slice(slash + 1)] : [];
    }),
  );
}

/** The host names of a Gateway API Gateway's listeners; one without means any. */
export function kubernetesGatewayHosts(gateway: Resource): string[] {
  return items(get({ path: [], value: gateway.data }, "spec", "listeners")).map(
    (listener) => text(get(listener, "hostname")) || "*",
  );
}

/** Do two host names, each perhaps with a wildcard, have a name in common? Source: Name.Matches of istio/istio pkg/config/host. */
export function hostMatches(left: string, right: string): boolean {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  if (a.startsWith("*") && b.startsWith("*"))
    return a.length < b.length ? b.endsWith(a.slice(1)) : a.endsWith(b.slice(1));
  if (a.startsWith("*")) return b.endsWith(a.slice(1));
  if (b.startsWith("*")) return a.endsWith(b.slice(1));
  return a === b;
}
