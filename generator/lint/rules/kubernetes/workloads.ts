import { groupKindOf, type Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { type Field, get, isSet, items, text } from "../field.ts";

/** Where each kind that makes Pods keeps its Pod template. */
export const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  ReplicationController: ["spec", "template"],
  "Deployment.apps": ["spec", "template"],
  "ReplicaSet.apps": ["spec", "template"],
  "StatefulSet.apps": ["spec", "template"],
  "DaemonSet.apps": ["spec", "template"],
  "Job.batch": ["spec", "template"],
  "CronJob.batch": ["spec", "jobTemplate", "spec", "template"],
  "Rollout.argoproj.io": ["spec", "template"],
};

export const WORKLOAD_KINDS: readonly string[] = Object.keys(TEMPLATES);

/** A Pod, or the template of the Pods that a workload makes. */
export interface Workload {
  resource: Resource;
  namespace: string | undefined;
  /** metadata and spec of the Pod. */
  template: Field;
  labels: unknown;
  spec: Field;
}

/** @returns everything among the resources that makes Pods, in order; pass `{ resources: context.present }` to count charts in */
export function workloadsOf(context: Pick<RuleContext, "resources">): Workload[] {
  return WORKLOAD_KINDS.flatMap((kind) =>
    context.resources(kind).flatMap((resource) => {
      const template = get({ path: [], value: resource.data }, ...TEMPLATES[kind]!);
      const spec = get(template, "spec");
      return isSet(spec) || kind === "Pod"
        ? [
            {
              resource,
              namespace: resource.id.namespace,
              template,
              labels: get(template, "metadata", "labels").value,
              spec,
            },
          ]
        : [];
    }),
  );
}

/** @returns a Pod's containers of all sorts, each with the list that it stands in */
export function containersOf(spec: Field): { list: string; field: Field }[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((list) =>
    items(get(spec, list)).map((field) => ({ list, field })),
  );
}

/** Does a plain `key: value` selector, as a Service has it, select these labels? An empty one selects nothing. */
export function selectsPlainly(selector: unknown, labels: unknown): boolean {
  const wanted = Object.entries((selector ?? {}) as Record<string, unknown>);
  const has = (labels ?? {}) as Record<string, unknown>;
  return wanted.length > 0 && wanted.every(([key, value]) => has[key] === value);
}

/**
 * May a Helm chart or an operator put things into this namespace that the files do not show? Charts come by HelmReleases and
 * Applications; of custom resources it is taken that their controllers make Pods, Services, Secrets or accounts, unless they are known
 * not to.
 */
export function isOpenNamespace(context: RuleContext, namespace: string | undefined): boolean {
  const known = openNamespaces.get(context) ?? findOpenNamespaces(context);
  openNamespaces.set(context, known);
  return known.has(namespace);
}

/** Rules ask for each of their resources. */
const openNamespaces = new WeakMap<RuleContext, ReadonlySet<string | undefined>>();

function findOpenNamespaces(context: RuleContext): ReadonlySet<string | undefined> {
  const open = new Set<string | undefined>();
  // The Applications that an ApplicationSet makes are the sources of builds only
  const sources = context.builds.flatMap(({ source }) => source ?? []);
  for (const resource of [...context.resources(), ...sources]) {
    const kind = groupKindOf(resource.id);
    const spec = get({ path: [], value: resource.data }, "spec");
    if (kind === HELM_RELEASE)
      open.add(text(get(spec, "targetNamespace")) || resource.id.namespace);
    else if (kind === APPLICATION) open.add(text(get(spec, "destination", "namespace")));
    else if (mayMakeObjects(kind)) open.add(resource.id.namespace);
  }
  return open;
}

const HELM_RELEASE = "HelmRelease.helm.toolkit.fluxcd.io";
const APPLICATION = "Application.argoproj.io";

/** Groups whose controllers make no objects that others refer to, or only such as rules know of (secrets.ts). */
const PASSIVE = new RegExp(
  [
    ...["k8s.io", "istio.io", "fluxcd.io", "metallb.io", "cert-manager.io", "external-secrets.io"],
    ...["bitnami.com", "secrets.hashicorp.com", "onepassword.com", "secrets.infisical.com"],
    ...["isindir.github.com", "kyverno.io", "cilium.io", "projectcalico.org", "traefik.io"],
    ...["traefik.containo.us", "keda.sh", "k8s.aws", "linkerd.io", "argoproj.io"],
    ...["monitoring.coreos.com", "cloud.google.com", "networking.gke.io", "karpenter.sh"],
  ]
    .map((group) => `\\.${group.replaceAll(".", "\\.")}$`)
    .join("|"),
);

/** Kinds of those groups that make Pods or Services all the same. */
const ACTIVE = new Set([
  "Gateway.gateway.networking.k8s.io",
  "IstioOperator.install.istio.io",
  "Workflow.argoproj.io",
  "CronWorkflow.argoproj.io",
  "EventBus.argoproj.io",
  "EventSource.argoproj.io",
  "Sensor.argoproj.io",
  "ArgoCD.argoproj.io",
  "Prometheus.monitoring.coreos.com",
  "PrometheusAgent.monitoring.coreos.com",
  "Alertmanager.monitoring.coreos.com",
  "ThanosRuler.monitoring.coreos.com",
]);

function mayMakeObjects(kind: string): boolean {
  const group = kind.slice(kind.indexOf(".") + 1);
  const isCustom = kind.includes(".") && group.includes(".");
  return isCustom && (ACTIVE.has(kind) || !PASSIVE.test(kind));
}
