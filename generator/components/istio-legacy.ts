import type { Cluster, Dashboard, DashboardName } from "../core/fleet.ts";
import { rawPorts } from "./ports.ts";
import { loadBalancerOf } from "./loadbalancer.ts";
import { mergeValues } from "./plan.ts";

/**
 * The values of chart `istio` for Istio 1.1 to 1.5: the demo profile as its release merges it (FACTS.md 1.4), images that can still be
 * pulled (1.1), the ingress gateway's address and what dashboards the chart itself can expose (1.5).
 */
export function legacyValues(cluster: Cluster): Record<string, unknown> {
  const { mesh, dashboards } = cluster;
  const image = { global: { hub: mesh.hub, tag: mesh.tag } };
  const profile =
    mesh.preset === "demo"
      ? demo
      : mesh.preset === "minimal"
        ? { gateways: { enabled: false } }
        : {};
  const enabled = Object.fromEntries(dashboards.map(({ name }) => [name, { enabled: true }]));
  const gateway =
    mesh.preset === "minimal"
      ? {}
      : { gateways: { "istio-ingressgateway": gatewayValues(cluster) } };
  const find = (name: DashboardName): Dashboard | undefined =>
    dashboards.find((dashboard) => dashboard.name === name);
  return [
    profile,
    enabled,
    gateway,
    grafanaValues(cluster, find("grafana")),
    kialiValues(find("kiali")),
  ].reduce(mergeValues, image);
}

const demo = {
  global: {
    disablePolicyChecks: false,
    proxy: {
      accessLogFile: "/dev/stdout",
      resources: { requests: { cpu: "10m", memory: "40Mi" } },
    },
  },
  sidecarInjectorWebhook: { enabled: true, rewriteAppHTTPProbe: false },
  pilot: { traceSampling: 100, resources: { requests: { cpu: "10m", memory: "100Mi" } } },
  mixer: {
    policy: {
      enabled: true,
      resources: {
        requests: { cpu: "10m", memory: "100Mi" },
        limits: { cpu: "100m", memory: "100Mi" },
      },
    },
    telemetry: {
      enabled: true,
      resources: {
        requests: { cpu: "50m", memory: "100Mi" },
        limits: { cpu: "100m", memory: "100Mi" },
      },
    },
    adapters: { stdio: { enabled: true } },
  },
  gateways: { "istio-egressgateway": { enabled: true } },
  grafana: { enabled: true },
  tracing: { enabled: true },
  kiali: { enabled: true, createDemoSecret: true },
};

function gatewayValues(cluster: Cluster): Record<string, unknown> {
  const { annotations, ...address } = loadBalancerOf(cluster, cluster.mesh.ingress);
  const secured = [...cluster.apps, ...cluster.dashboards].some(({ tls }) => tls !== undefined);
  const extra = rawPorts(cluster.apps).filter((port) => port !== 31400);
  return {
    type: "LoadBalancer",
    ...(annotations && { serviceAnnotations: annotations }),
    ...address,
    // Without it a Gateway's credentialName does nothing.
    ...(secured && { sds: { enabled: true } }),
    ...(extra.length > 0 && {
      ports: [
        ...gatewayPorts,
        ...extra.map((port) => ({ port, targetPort: port, name: `tcp-${port}` })),
      ],
    }),
  };
}

/** A list replaces the chart's: these are the chart's own (FACTS.md 1.6). */
const gatewayPorts = [
  { port: 15020, targetPort: 15020, name: "status-port" },
  { port: 80, targetPort: 80, name: "http2", nodePort: 31380 },
  { port: 443, name: "https", nodePort: 31390 },
  { port: 31400, name: "tcp", nodePort: 31400 },
  { port: 15029, targetPort: 15029, name: "https-kiali" },
  { port: 15030, targetPort: 15030, name: "https-prometheus" },
  { port: 15031, targetPort: 15031, name: "https-grafana" },
  { port: 15032, targetPort: 15032, name: "https-tracing" },
  { port: 15443, targetPort: 15443, name: "tls" },
];

function grafanaValues(cluster: Cluster, grafana: Dashboard | undefined): Record<string, unknown> {
  if (!grafana) return {};
  const service =
    grafana.expose === "loadBalancer"
      ? { type: "LoadBalancer", ...loadBalancerOf(cluster, grafana) }
      : undefined;
  const security = grafana.login && { enabled: true, secretName: grafana.login.secret };
  return {
    grafana: { ...(service && { service }), ...(security && { security }), ...grafana.values },
  };
}

function kialiValues(kiali: Dashboard | undefined): Record<string, unknown> {
  if (!kiali?.login) return {};
  return { kiali: { createDemoSecret: false, dashboard: { secretName: kiali.login.secret } } };
}
