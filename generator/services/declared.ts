import type { App, Fleet } from "../core/fleet.ts";
import type { Resource } from "../core/resource.ts";
import { readYaml } from "../yaml/read.ts";

/**
 * The Kubernetes Services that services.yaml sends requests to. It names them because they exist, though their manifests are rarely in
 * the same repository; lint takes them as given, with their ports.
 * @param text of services.yaml, for the places that they are named at
 */
export function declaredServices(fleet: Fleet, text: string): Resource[] {
  const ports = new Map<
    string,
    { app: App; name: string; namespace: string; ports: Set<number> }
  >();
  for (const app of fleet.clusters.flatMap((cluster) => cluster.apps)) {
    for (const { host, port } of destinationsOf(app)) {
      const [name = "", namespace = app.namespace, ...domain] = host.split(".");
      if (domain.length > 0 && domain[0] !== "svc") continue;
      const key = `${namespace}/${name}`;
      const known = ports.get(key) ?? { app, name, namespace, ports: new Set() };
      known.ports.add(port);
      ports.set(key, known);
    }
  }
  const document = readYaml(fleet.file, text).documents[0];
  return [...ports.values()].map(({ app, name, namespace, ports: numbers }) => ({
    id: { apiVersion: "v1", kind: "Service", namespace, name },
    data: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: { ports: [...numbers].map((port) => ({ port })) },
    },
    file: fleet.file,
    document: 0,
    locate: () =>
      document?.locate(["services", app.name], "key") ?? { file: fleet.file, line: 1, column: 1 },
  }));
}

function destinationsOf(app: App): { host: string; port: number }[] {
  const routed = app.routes.flatMap((route) => [
    ...route.destinations,
    ...(route.mirror ? [route.mirror] : []),
  ]);
  return [app.backend, ...routed];
}
