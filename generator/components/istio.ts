import type { Cluster, Mesh } from "../core/fleet.ts";
import { legacyValues } from "./istio-legacy.ts";
import { legacyServices } from "./legacy-services.ts";
import { loadBalancerOf } from "./loadbalancer.ts";
import { mergeValues } from "./plan.ts";
import { rawPorts } from "./ports.ts";
import { plainRelease, type Release } from "./release.ts";
import { isBefore } from "./versions.ts";

export const istioNamespace = "istio-system";

/** Fields of Istio's webhooks that istiod writes once it runs (FACTS.md 2.6). */
const webhookDifferences = [
  {
    group: "admissionregistration.k8s.io",
    kind: "ValidatingWebhookConfiguration",
    jqPathExpressions: [".webhooks[]?.failurePolicy", ".webhooks[]?.clientConfig.caBundle"],
  },
  {
    group: "admissionregistration.k8s.io",
    kind: "MutatingWebhookConfiguration",
    jqPathExpressions: [".webhooks[]?.clientConfig.caBundle"],
  },
];

/** @returns the releases of Istio's charts: `istio-init` and `istio` of the 1.1 era, or `base`, `istiod` and what the preset asks for */
export function istioReleases(cluster: Cluster): Release[] {
  return cluster.mesh.era === "legacy" ? legacyReleases(cluster) : modernReleases(cluster);
}

function legacyReleases(cluster: Cluster): Release[] {
  const { mesh } = cluster;
  const chart = {
    ...plainRelease,
    namespace: istioNamespace,
    repository: { name: "istio", url: mesh.charts.repository },
    version: mesh.charts.version,
  };
  const image = { global: { hub: mesh.hub, tag: mesh.tag } };
  const own = (name: string): Readonly<Record<string, unknown>> => mesh.values[name] ?? {};
  const init = {
    stage: "istio-init",
    name: "istio-init",
    chart: "istio-init",
    values: mergeValues(image, own("istio-init")),
  } as const;
  const values = mergeValues(legacyValues(cluster), own("istio"));
  const istio = {
    stage: "istio",
    name: "istio",
    chart: "istio",
    values,
    services: legacyServices(cluster),
    ignoreDifferences: webhookDifferences,
  } as const;
  return [
    { ...chart, ...init },
    { ...chart, ...istio },
  ];
}

function modernReleases(cluster: Cluster): Release[] {
  const { mesh } = cluster;
  const shared = {
    ...plainRelease,
    namespace: istioNamespace,
    repository: { name: "istio", url: mesh.charts.repository },
    version: mesh.charts.version,
  };
  const image = { global: { hub: mesh.hub, tag: mesh.tag } };
  const own = (name: string): Readonly<Record<string, unknown>> => mesh.values[name] ?? {};
  const ambient = mesh.dataplane === "ambient";
  const releases: Release[] = [
    {
      ...shared,
      stage: "istio-init",
      name: "istio-base",
      chart: "base",
      values: own("base"),
      ignoreDifferences: webhookDifferences,
    },
    {
      ...shared,
      stage: "istio",
      name: "istiod",
      chart: "istiod",
      values: mergeValues(istiodValues(cluster), own("istiod")),
      ignoreDifferences: webhookDifferences,
    },
  ];
  if (ambient) {
    const values = mergeValues({ profile: "ambient", ...image }, own("cni"));
    releases.push({
      ...shared,
      stage: "istio",
      name: "istio-cni",
      chart: "cni",
      values,
      after: ["istiod"],
    });
    releases.push({
      ...shared,
      stage: "istio",
      name: "ztunnel",
      chart: "ztunnel",
      values: mergeValues(image, own("ztunnel")),
      after: ["istio-cni"],
    });
  }
  if (mesh.preset !== "minimal")
    releases.push({
      ...shared,
      ...gatewayRelease(cluster),
      values: mergeValues(gatewayValues(cluster), own("gateway")),
    });
  return releases;
}

function istiodValues(cluster: Cluster): Record<string, unknown> {
  const { mesh } = cluster;
  const profile =
    mesh.dataplane === "ambient" ? "ambient" : mesh.preset === "demo" ? "demo" : undefined;
  const traced = cluster.dashboards.some(({ name }) => name === "tracing");
  return {
    profile,
    global: { hub: mesh.hub, tag: mesh.tag },
    meshConfig: traced
      ? {
          enableTracing: true,
          extensionProviders: [
            {
              name: "jaeger",
              opentelemetry: { service: `jaeger.${istioNamespace}.svc.cluster.local`, port: 4317 },
            },
          ],
        }
      : undefined,
  };
}

function gatewayRelease({
  mesh,
}: Cluster): Pick<Release, "stage" | "name" | "chart" | "namespace" | "skipSchemaValidation"> {
  const { name, namespace } = mesh.ingress;
  return {
    stage: "istio-ingress",
    name,
    chart: "gateway",
    namespace,
    skipSchemaValidation: hasBrokenSchema(mesh),
  };
}

/** The chart's values schema refuses everything under Helm 3.18.5 and newer: FACTS.md 2.5. */
function hasBrokenSchema({ charts: { version } }: Mesh): boolean {
  if (isBefore(version, "1.25.5")) return true;
  if (!isBefore(version, "1.26.0")) return isBefore(version, "1.26.4") || version === "1.27.0";
  return false;
}

/** The label is given, or it would follow the release's name and no Gateway would find the pods (FACTS.md 2.5). */
function gatewayValues(cluster: Cluster): Record<string, unknown> {
  const extra = rawPorts(cluster.apps);
  const ports = [
    { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
    { name: "http2", port: 80, protocol: "TCP", targetPort: 80 },
    { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
    ...extra.map((port) => ({ name: `tcp-${port}`, port, protocol: "TCP", targetPort: port })),
  ];
  const service = {
    ...loadBalancerOf(cluster, cluster.mesh.ingress),
    ports: extra.length > 0 ? ports : undefined,
  };
  const isEmpty = Object.values(service).every((value) => value === undefined);
  return {
    labels: { istio: "ingressgateway" },
    service: isEmpty ? undefined : mergeValues(service, {}),
  };
}
