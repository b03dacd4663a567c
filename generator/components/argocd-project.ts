import type { Cluster, Fleet } from "../core/fleet.ts";
import { istioNamespace } from "./istio.ts";
import { metallbNamespace } from "./metallb.ts";
import { namespacesOf } from "./namespaces.ts";
import { releasesOf } from "./releases.ts";
import { isBefore } from "./versions.ts";

export interface ProjectPolicy extends Record<string, unknown> {
  sources: string[];
  destinations: Record<string, string>[];
  clusterKinds: { group: string; kind: string }[];
}

/**
 * Says what the Applications of a cluster may do: read the repositories that they read, write into the namespaces that they write into,
 * and make the cluster-scoped kinds that their charts hold (FACTS.md 6.5).
 */
export function projectPolicy(fleet: Fleet, cluster: Cluster): ProjectPolicy {
  const releases = releasesOf(cluster);
  const legacyMetallb = cluster.metallb?.era === "configmap";
  const sources = new Set([
    fleet.git.url,
    ...releases.map(({ repository }) => repository.url.replace(/^oci:\/\//, "")),
    ...(legacyMetallb ? ["https://github.com/metallb/metallb"] : []),
  ]);
  const namespaces = new Set([
    istioNamespace,
    ...(cluster.metallb ? [metallbNamespace] : []),
    ...namespacesOf(cluster).map(({ metadata }) => metadata.name),
    ...cluster.apps.map(({ namespace }) => namespace),
  ]);
  const destinations = [...namespaces]
    .sort()
    .map((namespace) => ({ ...cluster.argocd.destination, namespace }));
  return { sources: [...sources].sort(), destinations, clusterKinds: clusterKindsOf(cluster) };
}

function clusterKindsOf({ metallb, mesh }: Cluster): { group: string; kind: string }[] {
  const policies = metallb?.era === "configmap" && !isBefore(metallb.version, "0.8.1");
  return [
    { group: "", kind: "Namespace" },
    { group: "admissionregistration.k8s.io", kind: "MutatingWebhookConfiguration" },
    { group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration" },
    { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition" },
    ...(mesh.era === "legacy" ? [{ group: "authentication.istio.io", kind: "MeshPolicy" }] : []),
    ...(policies ? [{ group: "policy", kind: "PodSecurityPolicy" }] : []),
    { group: "rbac.authorization.k8s.io", kind: "ClusterRole" },
    { group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding" },
  ];
}
