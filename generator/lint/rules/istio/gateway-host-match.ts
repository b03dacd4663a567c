import type { Resource } from "../../../core/resource.ts";
import { get, items, text, texts } from "../field.ts";

/**
 * The hosts that a Gateway serves for VirtualServices of a namespace: `ns/host` only for that namespace, `./host` for its own.
 * Source: sanitizeServerHostNamespace and host.NamesForNamespace of istio/istio.
 */
export function gatewayHosts(gateway: Resource, namespace: string): string[] {
  const own = gateway.id.namespace ?? "default";
  return listedHosts(gateway.data).flatMap((host) => {
    const slash = host.indexOf("/");
    if (slash < 0) return [host];
    const scope = host.slice(0, slash) === "." ? own : host.slice(0, slash);
    return scope === "*" || scope === namespace ? [host.slice(slash + 1)] : [];
  });
}

/** The hosts of a Gateway's servers, as they are written: each VirtualService that names the Gateway asks for them. */
const listed = new WeakMap<Resource["data"], readonly string[]>();

function listedHosts(data: Resource["data"]): readonly string[] {
  const hosts =
    listed.get(data) ??
    items(get({ path: [], value: data }, "spec", "servers")).flatMap((server) =>
      texts(get(server, "hosts")).map(({ value }) => value),
    );
  listed.set(data, hosts);
  return hosts;
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
