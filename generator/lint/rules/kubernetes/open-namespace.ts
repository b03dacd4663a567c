import { groupKindOf, namespaceOf } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { get, text } from "../field.ts";

/**
 * May a Helm chart or an operator put things into this namespace that the files do not show? Charts come by HelmReleases and
 * Applications; of custom resources it is taken that their controllers make Pods, Services, Secrets or accounts, unless they are known
 * not to.
 */
export function isOpenNamespace(context: RuleContext, namespace: string | undefined): boolean {
  const known = openNamespaces.get(context) ?? findOpenNamespaces(context);
  openNamespaces.set(context, known);
  return known.has(namespaceOf({ namespace }));
}

/** Rules ask for each of their resources. */
const openNamespaces = new WeakMap<RuleContext, ReadonlySet<string>>();

function findOpenNamespaces(context: RuleContext): ReadonlySet<string> {
  const open = new Set<string>();
  // The Applications that an ApplicationSet makes are the sources of builds only
  const sources = context.builds.flatMap(({ source }) => source ?? []);
  for (const resource of [...context.resources(), ...sources]) {
    const kind = groupKindOf(resource.id);
    const spec = get({ path: [], value: resource.data }, "spec");
    if (kind === HELM_RELEASE)
      open.add(text(get(spec, "targetNamespace")) || namespaceOf(resource.id));
    else if (kind === APPLICATION)
      open.add(namespaceOf({ namespace: text(get(spec, "destination", "namespace")) }));
    else if (mayMakeObjects(kind)) open.add(namespaceOf(resource.id));
  }
  return open;
}

const HELM_RELEASE = "HelmRelease.helm.toolkit.fluxcd.io";
const APPLICATION = "Application.argoproj.io";

/** Groups whose controllers make no objects that others refer to, or only such as rules know of (secrets.ts). */
const PASSIVE = [
  "k8s.io",
  "istio.io",
  "fluxcd.io",
  "metallb.io",
  "cert-manager.io",
  "external-secrets.io",
  "bitnami.com",
  "secrets.hashicorp.com",
  "onepassword.com",
  "secrets.infisical.com",
  "isindir.github.com",
  "kyverno.io",
  "cilium.io",
  "projectcalico.org",
  "traefik.io",
  "traefik.containo.us",
  "keda.sh",
  "k8s.aws",
  "linkerd.io",
  "argoproj.io",
  "monitoring.coreos.com",
  "cloud.google.com",
  "networking.gke.io",
  "karpenter.sh",
];

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
  if (!isCustom || ACTIVE.has(kind)) return isCustom;
  return !PASSIVE.some((known) => group === known || group.endsWith(`.${known}`));
}
