/** A version of an API that Kubernetes stopped to serve. */
export interface Removed {
  /** The first minor that does not serve it. */
  readonly since: string;
  /** What to write instead; absent where the kind is gone for good. */
  readonly instead?: string;
  /** Does every manifest mean the same under the new version, so that it can be raised by itself? */
  readonly same?: true;
}

const v1 = (since: string, group: string, same?: true): Removed => ({
  since,
  instead: `${group}/v1`,
  ...(same ? { same } : {}),
});

/** `apiVersion kind` → what became of it. Source: the deprecated API migration guide of kubernetes.io. */
export const REMOVED: Readonly<Record<string, Removed>> = {
  "extensions/v1beta1 Deployment": v1("1.16", "apps"),
  "extensions/v1beta1 DaemonSet": v1("1.16", "apps"),
  "extensions/v1beta1 ReplicaSet": v1("1.16", "apps"),
  "extensions/v1beta1 NetworkPolicy": v1("1.16", "networking.k8s.io", true),
  "extensions/v1beta1 PodSecurityPolicy": { since: "1.16" },
  "extensions/v1beta1 Ingress": v1("1.22", "networking.k8s.io"),
  "apps/v1beta1 Deployment": v1("1.16", "apps"),
  "apps/v1beta1 StatefulSet": v1("1.16", "apps"),
  "apps/v1beta2 Deployment": v1("1.16", "apps"),
  "apps/v1beta2 StatefulSet": v1("1.16", "apps"),
  "apps/v1beta2 DaemonSet": v1("1.16", "apps"),
  "apps/v1beta2 ReplicaSet": v1("1.16", "apps"),
  "networking.k8s.io/v1beta1 Ingress": v1("1.22", "networking.k8s.io"),
  "networking.k8s.io/v1beta1 IngressClass": v1("1.22", "networking.k8s.io", true),
  "rbac.authorization.k8s.io/v1beta1 Role": v1("1.22", "rbac.authorization.k8s.io", true),
  "rbac.authorization.k8s.io/v1beta1 RoleBinding": v1("1.22", "rbac.authorization.k8s.io", true),
  "rbac.authorization.k8s.io/v1beta1 ClusterRole": v1("1.22", "rbac.authorization.k8s.io", true),
  "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding": v1(
    "1.22",
    "rbac.authorization.k8s.io",
    true,
  ),
  "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration": v1(
    "1.22",
    "admissionregistration.k8s.io",
  ),
  "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration": v1(
    "1.22",
    "admissionregistration.k8s.io",
  ),
  "apiextensions.k8s.io/v1beta1 CustomResourceDefinition": v1("1.22", "apiextensions.k8s.io"),
  "apiregistration.k8s.io/v1beta1 APIService": v1("1.22", "apiregistration.k8s.io", true),
  "certificates.k8s.io/v1beta1 CertificateSigningRequest": v1("1.22", "certificates.k8s.io"),
  "coordination.k8s.io/v1beta1 Lease": v1("1.22", "coordination.k8s.io", true),
  "scheduling.k8s.io/v1beta1 PriorityClass": v1("1.22", "scheduling.k8s.io", true),
  "storage.k8s.io/v1beta1 CSIDriver": v1("1.22", "storage.k8s.io", true),
  "storage.k8s.io/v1beta1 CSINode": v1("1.22", "storage.k8s.io", true),
  "storage.k8s.io/v1beta1 StorageClass": v1("1.22", "storage.k8s.io", true),
  "storage.k8s.io/v1beta1 VolumeAttachment": v1("1.22", "storage.k8s.io", true),
  "batch/v1beta1 CronJob": v1("1.25", "batch", true),
  "discovery.k8s.io/v1beta1 EndpointSlice": v1("1.25", "discovery.k8s.io"),
  "events.k8s.io/v1beta1 Event": v1("1.25", "events.k8s.io"),
  "node.k8s.io/v1beta1 RuntimeClass": v1("1.25", "node.k8s.io", true),
  "policy/v1beta1 PodDisruptionBudget": v1("1.25", "policy"),
  "policy/v1beta1 PodSecurityPolicy": { since: "1.25" },
  "autoscaling/v2beta1 HorizontalPodAutoscaler": { since: "1.25", instead: "autoscaling/v2" },
  "autoscaling/v2beta2 HorizontalPodAutoscaler": {
    since: "1.26",
    instead: "autoscaling/v2",
    same: true,
  },
  "storage.k8s.io/v1beta1 CSIStorageCapacity": v1("1.27", "storage.k8s.io", true),
  "flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema": v1("1.29", "flowcontrol.apiserver.k8s.io"),
  "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema": v1("1.32", "flowcontrol.apiserver.k8s.io"),
  "flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration": v1(
    "1.29",
    "flowcontrol.apiserver.k8s.io",
  ),
  "flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration": v1(
    "1.32",
    "flowcontrol.apiserver.k8s.io",
  ),
};
