import { asText } from "../../core/json.ts";
import type { Resource } from "../../core/resource.ts";

/** The objects of a cluster that are known while its builds are followed. */
export interface Known {
  add(resources: readonly Resource[]): void;
  /** Objects of a kind and name, in the order in which they became known. */
  named(kind: unknown, name: unknown): readonly Resource[];
  ofKind(kind: string): readonly Resource[];
}

export function createKnown(): Known {
  const byName = new Map<string, Resource[]>();
  const byKind = new Map<string, Resource[]>();
  const put = (map: Map<string, Resource[]>, key: string, resource: Resource) => {
    const list = map.get(key);
    if (list) list.push(resource);
    else map.set(key, [resource]);
  };
  return {
    add(resources) {
      for (const resource of resources) {
        put(byKind, resource.id.kind, resource);
        put(byName, `${resource.id.kind}/${resource.id.name}`, resource);
      }
    },
    named: (kind, name) => byName.get(`${asText(kind)}/${asText(name)}`) ?? [],
    ofKind: (kind) => byKind.get(kind) ?? [],
  };
}
