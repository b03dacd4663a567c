import type { Cluster, Fleet } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import type { ResourceId } from "../core/resource.ts";

/** What every component gets: the whole fleet and the paths that the user's repository has already. */
export interface Context {
  readonly fleet: Fleet;
  /** Repository-relative paths of files that exist: `custom/` components are included only if they are there. */
  readonly existing: ReadonlySet<string>;
}

/** A cluster with what it belongs to. */
export interface ClusterContext extends Context {
  readonly cluster: Cluster;
}

/** A Kubernetes object as it is planned. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
  };
  spec?: Readonly<Record<string, unknown>>;
  data?: Readonly<Record<string, string>>;
}

/** @returns the identity that a manifest is found by */
export function idOf({ apiVersion, kind, metadata: { name, namespace } }: Manifest): ResourceId {
  return namespace === undefined
    ? { apiVersion, kind, name }
    : { apiVersion, kind, namespace, name };
}

/** Plans a file that holds one object; its template gets the object's fields. */
export function planManifest(
  context: Context,
  path: string,
  template: string,
  manifest: Manifest,
): PlannedFile {
  return {
    path,
    template,
    data: { spec: undefined, data: undefined, ...manifest },
    expect: [idOf(manifest)],
    source: context.fleet.file,
  };
}

/** Plans a kustomization.yaml: names of files and folders beside it, in order. */
export function planKustomization(
  context: Context,
  folder: string,
  template: string,
  resources: readonly string[],
): PlannedFile {
  const expect = [
    { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", name: "" },
  ];
  return {
    path: `${folder}/kustomization.yaml`,
    template,
    data: { resources },
    expect,
    source: context.fleet.file,
  };
}

/** @returns the folder of what both engines build the cluster's infrastructure from */
export function infrastructureOf(cluster: Cluster): string {
  return `clusters/${cluster.name}/infrastructure`;
}

/**
 * Lays a user's Helm values over ours, as Helm does: mappings are merged, everything else is replaced.
 * @returns a new object; keys in our order, then theirs
 */
export function mergeValues(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged = new Map(Object.entries(ours).filter(([, value]) => value !== undefined));
  for (const [key, value] of Object.entries(theirs)) {
    const below = merged.get(key);
    merged.set(key, isMapping(below) && isMapping(value) ? mergeValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
