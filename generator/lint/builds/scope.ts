import { asText, isMapping } from "../../core/json.ts";
import { groupKindOf, groupOf } from "../../core/resource.ts";
import type { Resource } from "../../core/resource.ts";

const CLUSTER_SCOPED = new Set([
  "Namespace",
  "Node",
  "PersistentVolume",
  "ComponentStatus",
  "CustomResourceDefinition.apiextensions.k8s.io",
  "APIService.apiregistration.k8s.io",
  "CertificateSigningRequest.certificates.k8s.io",
  "CSIDriver.storage.k8s.io",
  "CSINode.storage.k8s.io",
  "VolumeAttachment.storage.k8s.io",
  "PodSecurityPolicy.policy",
]);
const GROUPS = new Set([
  "",
  "apps",
  "batch",
  "policy",
  "autoscaling",
  "networking.k8s.io",
  "rbac.authorization.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "networking.istio.io",
  "security.istio.io",
  "telemetry.istio.io",
  "extensions.istio.io",
  "metallb.io",
  "gateway.networking.k8s.io",
  "cert-manager.io",
  "external-secrets.io",
  "monitoring.coreos.com",
  "bitnami.com",
  "argoproj.io",
  "source.toolkit.fluxcd.io",
  "helm.toolkit.fluxcd.io",
  "kustomize.toolkit.fluxcd.io",
  "notification.toolkit.fluxcd.io",
  "image.toolkit.fluxcd.io",
]);

/** @returns whether objects of this kind belong to a namespace; undefined for kinds that are not known here */
export function isNamespaced({ id }: Resource): boolean | undefined {
  if (
    CLUSTER_SCOPED.has(groupKindOf(id)) ||
    id.kind.startsWith("Cluster") ||
    id.kind.endsWith("Class")
  )
    return false;
  return GROUPS.has(groupOf(id.apiVersion)) ? true : undefined;
}

/** Reads from the CRDs of a tree which kinds belong to a namespace. */
export function readScopes(
  resources: readonly Resource[],
): (resource: Resource) => boolean | undefined {
  const scopes = new Map<string, boolean>();
  for (const { id, data } of resources) {
    const spec = data["spec"];
    if (id.kind !== "CustomResourceDefinition" || !isMapping(spec) || !isMapping(spec["names"]))
      continue;
    scopes.set(
      `${asText(spec["names"]["kind"])}.${asText(spec["group"])}`,
      spec["scope"] === "Namespaced",
    );
  }
  return ({ id }) => scopes.get(groupKindOf(id));
}
