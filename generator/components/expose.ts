import type { Cluster, Dashboard } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { networkingVersion } from "./app.ts";
import { dashboardPorts } from "./dashboards.ts";
import { istioNamespace } from "./istio.ts";
import { loadBalancerOf } from "./loadbalancer.ts";
import {
  infrastructureOf,
  planKustomization,
  planManifest,
  type ClusterContext,
  type Manifest,
} from "./plan.ts";
import { isBefore } from "./versions.ts";

const templates = "templates/clusters/_cluster_/infrastructure/dashboards/manifests";

/**
 * Plans the plain manifests beside the dashboards' charts, the same for both engines: Services that show only what people look at,
 * Gateways and Ingresses, and the Telemetry that sends traces to Jaeger.
 */
export function planExposure(context: ClusterContext): PlannedFile[] {
  const { cluster } = context;
  const to = `${infrastructureOf(cluster)}/dashboards/manifests`;
  const files = cluster.dashboards.flatMap((dashboard) => manifestsOf(cluster, dashboard));
  if (files.length === 0) return [];
  const planned = files.map(([file, template, manifest]) =>
    planManifest(context, `${to}/${file}`, `${templates}/${template}.yaml.hbs`, manifest),
  );
  const names = files.map(([file]) => file);
  return [
    ...planned,
    planKustomization(
      context,
      to,
      "templates/clusters/_cluster_/infrastructure/_stage_/kustomization.yaml.hbs",
      names,
    ),
  ];
}

function manifestsOf(
  cluster: Cluster,
  dashboard: Dashboard,
): [file: string, template: string, manifest: Manifest][] {
  const { name } = dashboard;
  const files: [string, string, Manifest][] = [];
  if (cluster.mesh.era === "modern") {
    if (name === "tracing")
      files.push(
        ["tracing-service.yaml", "service", tracingService(cluster, dashboard)],
        ["telemetry.yaml", "telemetry", telemetry],
      );
    if (name === "kiali" && dashboard.expose === "loadBalancer")
      files.push(["kiali-service.yaml", "service", kialiService(cluster, dashboard)]);
  }
  if (dashboard.expose === "gateway") {
    files.push(
      [`${name}-gateway.yaml`, "gateway", gateway(cluster, dashboard)],
      [`${name}-virtualservice.yaml`, "virtualservice", virtualService(cluster, dashboard)],
    );
  }
  if (dashboard.expose === "ingress")
    files.push([`${name}-ingress.yaml`, "ingress", ingress(cluster, dashboard)]);
  return files;
}

/** The name and port that Istio's addon gives Jaeger's user interface; the chart's own Service shows every receiver. */
function tracingService(cluster: Cluster, dashboard: Dashboard): Manifest {
  const selector = { "app.kubernetes.io/name": "jaeger", "app.kubernetes.io/instance": "jaeger" };
  return service(
    cluster,
    dashboard,
    "tracing",
    { name: "http-query", port: 80, targetPort: 16686 },
    selector,
  );
}

/** The chart's Service shows Kiali's metrics too. */
function kialiService(cluster: Cluster, dashboard: Dashboard): Manifest {
  const selector = { "app.kubernetes.io/name": "kiali", "app.kubernetes.io/instance": "kiali" };
  return service(
    cluster,
    dashboard,
    "kiali-external",
    { name: "http", port: 20001, targetPort: 20001 },
    selector,
  );
}

function service(
  cluster: Cluster,
  dashboard: Dashboard,
  name: string,
  port: Record<string, unknown>,
  selector: Record<string, string>,
): Manifest {
  const { annotations, ...address } =
    dashboard.expose === "loadBalancer" ? loadBalancerOf(cluster, dashboard) : {};
  const type = dashboard.expose === "loadBalancer" ? "LoadBalancer" : "ClusterIP";
  const metadata = { name, namespace: istioNamespace, ...(annotations && { annotations }) };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { type, ...address, selector, ports: [{ ...port, protocol: "TCP" }] },
  };
}

const telemetry: Manifest = {
  apiVersion: "telemetry.istio.io/v1",
  kind: "Telemetry",
  metadata: { name: "mesh-default", namespace: istioNamespace },
  spec: { tracing: [{ providers: [{ name: "jaeger" }] }] },
};

function gateway(cluster: Cluster, { name, host = "", tls }: Dashboard): Manifest {
  const hosts = [host];
  const http = { port: { number: 80, name: "http", protocol: "HTTP" }, hosts };
  const https = {
    port: { number: 443, name: "https", protocol: "HTTPS" },
    hosts,
    tls: { mode: "SIMPLE", credentialName: tls?.secret },
  };
  const servers = tls ? [{ ...http, tls: { httpsRedirect: true } }, https] : [http];
  const metadata = { name: `${name}-gateway`, namespace: istioNamespace };
  return {
    apiVersion: networkingVersion(cluster.mesh),
    kind: "Gateway",
    metadata,
    spec: { selector: { istio: "ingressgateway" }, servers },
  };
}

function virtualService(cluster: Cluster, { name, host = "" }: Dashboard): Manifest {
  const destination = {
    host: `${name}.${istioNamespace}.svc.cluster.local`,
    port: { number: dashboardPorts[name] },
  };
  const spec = {
    hosts: [host],
    gateways: [`${name}-gateway`],
    http: [{ route: [{ destination }] }],
  };
  return {
    apiVersion: networkingVersion(cluster.mesh),
    kind: "VirtualService",
    metadata: { name, namespace: istioNamespace },
    spec,
  };
}

/** `networking.k8s.io/v1` exists from Kubernetes 1.19 on, its v1beta1 from 1.14 on. */
function ingress(cluster: Cluster, { name, host, tls, ingressClass }: Dashboard): Manifest {
  const port = dashboardPorts[name];
  const shared = { ...(tls && { tls: [{ hosts: [host], secretName: tls.secret }] }) };
  if (!isBefore(cluster.kubernetes, "1.19")) {
    const backend = { service: { name, port: { number: port } } };
    const rules = [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }];
    const spec = {
      ...(ingressClass !== undefined && { ingressClassName: ingressClass }),
      ...shared,
      rules,
    };
    return {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name, namespace: istioNamespace },
      spec,
    };
  }
  const annotations =
    ingressClass === undefined
      ? {}
      : { annotations: { "kubernetes.io/ingress.class": ingressClass } };
  const apiVersion = isBefore(cluster.kubernetes, "1.14")
    ? "extensions/v1beta1"
    : "networking.k8s.io/v1beta1";
  const rules = [
    { host, http: { paths: [{ path: "/", backend: { serviceName: name, servicePort: port } }] } },
  ];
  return {
    apiVersion,
    kind: "Ingress",
    metadata: { name, namespace: istioNamespace, ...annotations },
    spec: { ...shared, rules },
  };
}
