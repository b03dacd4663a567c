import type { App, Cluster, Mesh } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { istioNamespace } from "./istio.ts";
import { metallbNamespace } from "./metallb.ts";
import {
  infrastructureOf,
  planKustomization,
  planManifest,
  type ClusterContext,
  type Manifest,
} from "./plan.ts";

const folder = "templates/clusters/_cluster_/infrastructure";

/**
 * Does `apps/<service>/base` hold the namespace? Only one that has the service's own name and nobody else in it. Any other belongs to the
 * cluster, also while one service alone uses it: a namespace that changed hands could be pruned by the engine that gives it away, with all
 * that runs in it.
 */
export function ownsNamespace(app: App): boolean {
  return app.ownsNamespace && app.namespace === app.name;
}

/** @returns the labels by which a service's namespace joins the mesh */
export function meshLabels(dataplane: Mesh["dataplane"]): Record<string, string> {
  return dataplane === "ambient"
    ? { "istio.io/dataplane-mode": "ambient" }
    : { "istio-injection": "enabled" };
}

/** Plans stage namespaces: those of the infrastructure and those that services share. */
export function planNamespaces(context: ClusterContext): PlannedFile[] {
  const to = `${infrastructureOf(context.cluster)}/namespaces`;
  const manifests = namespacesOf(context.cluster);
  const files = manifests.map((manifest) =>
    planManifest(
      context,
      `${to}/${manifest.metadata.name}.yaml`,
      `${folder}/namespaces/namespace.yaml.hbs`,
      manifest,
    ),
  );
  const names = manifests.map(({ metadata }) => `${metadata.name}.yaml`);
  return [
    ...files,
    planKustomization(context, to, `${folder}/_stage_/kustomization.yaml.hbs`, names),
  ];
}

/** @returns every Namespace that the cluster owns, sorted by name */
export function namespacesOf(cluster: Cluster): Manifest[] {
  const { mesh, metallb, apps } = cluster;
  const labels = new Map<string, Record<string, string>>();
  for (const app of apps)
    if (!ownsNamespace(app)) labels.set(app.namespace, meshLabels(mesh.dataplane));
  const privileged = mesh.dataplane === "ambient" ? podSecurity : {};
  labels.set(istioNamespace, mesh.era === "modern" ? privileged : {});
  if (mesh.preset !== "minimal" && mesh.ingress.namespace !== istioNamespace)
    labels.set(mesh.ingress.namespace, labels.get(mesh.ingress.namespace) ?? {});
  // Before 0.13 MetalLB's own manifests bring the namespace.
  if (metallb?.era === "crd") labels.set(metallbNamespace, podSecurity);
  const names = new Set(apps.map(({ name }) => name));
  return [...labels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, ...metadataOf(own, names.has(name)) },
    }));
}

/** MetalLB's speakers, istio-cni and ztunnel need host access (FACTS.md 4.3, 10.4). */
const podSecurity = {
  "pod-security.kubernetes.io/audit": "privileged",
  "pod-security.kubernetes.io/enforce": "privileged",
  "pod-security.kubernetes.io/warn": "privileged",
};

/** A namespace that one service's base could take over some day must not be pruned by the stage that gives it away. */
function metadataOf(
  labels: Record<string, string>,
  canMove: boolean,
): Partial<Manifest["metadata"]> {
  const annotations = {
    "argocd.argoproj.io/sync-options": "Prune=false",
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
  };
  return { ...(canMove && { annotations }), ...(Object.keys(labels).length > 0 && { labels }) };
}
