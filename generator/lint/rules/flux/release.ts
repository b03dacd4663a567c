import type { Resource } from "../../../core/resource.ts";
import { get, text } from "../field.ts";
import { specOf } from "./reference.ts";

/** Where a HelmRelease installs, and where Helm keeps its records. Source: api/v2 of fluxcd/helm-controller. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly storageNamespace: string;
}

/** @returns the release that a HelmRelease makes; undefined where its namespace is not known from the files */
export function releaseOf(resource: Resource): Release | undefined {
  const spec = specOf(resource);
  const own = resource.id.namespace;
  if (own === undefined) return undefined;
  const target = text(get(spec, "targetNamespace"));
  return {
    name:
      text(get(spec, "releaseName")) ??
      (target ? `${target}-${resource.id.name}` : resource.id.name),
    namespace: target || own,
    storageNamespace: text(get(spec, "storageNamespace")) || own,
  };
}
