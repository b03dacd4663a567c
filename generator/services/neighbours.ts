import { defaultPort } from "./defaults.ts";
import type { Neighbours } from "./resolve/app.ts";
import type { ServicesInput } from "./schema.ts";
import { serviceSettingsOf } from "./settings.ts";

/**
 * Finds the services that others name in their routes.
 * @param services the file's services
 * @param cluster the cluster that is looked at; undefined for none
 */
export function createNeighbours(
  services: NonNullable<ServicesInput["services"]>,
  cluster?: string,
): Neighbours {
  return {
    backendOf(name, fromNamespace) {
      if (!Object.hasOwn(services, name)) return undefined;
      const settings = serviceSettingsOf(services[name]!, cluster);
      const namespace = settings.namespace ?? name;
      const host = settings.service ?? name;
      return {
        host: namespace === fromNamespace ? host : `${host}.${namespace}.svc.cluster.local`,
        port: settings.port ?? defaultPort,
      };
    },
  };
}

/** @returns the namespaces that a single service of the file has */
export function namespacesUsedOnce(services: NonNullable<ServicesInput["services"]>): Set<string> {
  const once = new Set<string>();
  const seen = new Set<string>();
  for (const [name, service] of Object.entries(services)) {
    const namespace = service?.namespace ?? name;
    if (seen.has(namespace)) once.delete(namespace);
    else once.add(namespace);
    seen.add(namespace);
  }
  return once;
}
