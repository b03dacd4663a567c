import type { Cluster, Dashboard, DashboardName } from "../core/fleet.ts";
import { loadBalancerOf } from "./loadbalancer.ts";
import { mergeValues } from "./plan.ts";
import { plainRelease, type Release } from "./release.ts";

/** Charts of dashboards and where they are (FACTS.md 3.2). */
const charts: Record<
  DashboardName,
  { release: string; chart: string; repository: { name: string; url: string } }
> = {
  grafana: {
    release: "grafana",
    chart: "grafana",
    repository: { name: "grafana", url: "https://grafana-community.github.io/helm-charts" },
  },
  kiali: {
    release: "kiali",
    chart: "kiali-server",
    repository: { name: "kiali", url: "https://kiali.org/helm-charts" },
  },
  prometheus: {
    release: "prometheus",
    chart: "prometheus",
    repository: { name: "prometheus", url: "https://prometheus-community.github.io/helm-charts" },
  },
  tracing: {
    release: "jaeger",
    chart: "jaeger",
    repository: { name: "jaeger", url: "https://jaegertracing.github.io/helm-charts" },
  },
};

/** The Service and port behind each dashboard's name, as in Istio's own addons (FACTS.md 3.1). */
export const dashboardPorts: Record<DashboardName, number> = {
  grafana: 3000,
  kiali: 20001,
  prometheus: 9090,
  tracing: 80,
};

/** @returns a release for each dashboard; none in the 1.1 era, where chart `istio` brings them */
export function dashboardReleases(cluster: Cluster): Release[] {
  if (cluster.mesh.era === "legacy") return [];
  return cluster.dashboards.map((dashboard) => {
    const { release, chart, repository } = charts[dashboard.name];
    const values = mergeValues(valuesOf[dashboard.name](cluster, dashboard), dashboard.values);
    return {
      ...plainRelease,
      stage: "dashboards",
      name: release,
      namespace: "istio-system",
      chart,
      repository,
      version: dashboard.version ?? "*",
      values,
    };
  });
}

const valuesOf: Record<
  DashboardName,
  (cluster: Cluster, dashboard: Dashboard) => Record<string, unknown>
> = {
  grafana: grafanaValues,
  kiali: kialiValues,
  prometheus: prometheusValues,
  tracing: () => ({}),
};

function has(cluster: Cluster, name: DashboardName): boolean {
  return cluster.dashboards.some((dashboard) => dashboard.name === name);
}

/**
 * Without a login people look around as Viewer, and the chart makes no admin: its random password would differ at every render,
 * which Argo CD would apply again and again.
 */
function grafanaValues(cluster: Cluster, dashboard: Dashboard): Record<string, unknown> {
  const anonymous = {
    env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true" },
    "grafana.ini": {
      auth: { disable_login_form: true },
      "auth.anonymous": { enabled: true, org_role: "Viewer" },
    },
  };
  const source = {
    name: "Prometheus",
    type: "prometheus",
    access: "proxy",
    url: "http://prometheus.istio-system:9090",
    isDefault: true,
  };
  return {
    service: { ...serviceValues(cluster, dashboard), port: dashboardPorts.grafana },
    testFramework: { enabled: false },
    ...(dashboard.login
      ? {
          admin: {
            existingSecret: dashboard.login.secret,
            userKey: "username",
            passwordKey: "passphrase",
          },
        }
      : anonymous),
    ...(has(cluster, "prometheus") && {
      datasources: { "datasources.yaml": { apiVersion: 1, datasources: [source] } },
    }),
  };
}

/**
 * Kiali asks for a Kubernetes token, the chart's default on Kubernetes. Left alone, the chart draws a new signing key at every render, which
 * Argo CD would apply again and again; sessions that hold a token of their own need no secret one.
 */
function kialiValues(cluster: Cluster): Record<string, unknown> {
  const tracing = {
    enabled: true,
    provider: "jaeger",
    use_grpc: false,
    internal_url: "http://tracing.istio-system",
  };
  return {
    auth: { strategy: "token" },
    login_token: { signing_key: "token-login-needs-no-signing-key" },
    external_services: {
      prometheus: { url: "http://prometheus.istio-system:9090" },
      grafana: has(cluster, "grafana")
        ? { enabled: true, internal_url: "http://grafana.istio-system:3000" }
        : { enabled: false },
      tracing: has(cluster, "tracing") ? tracing : { enabled: false },
    },
  };
}

/** Named and on the port that Kiali and Grafana look for; the node exporter and what else the chart brings is not part of a mesh's view. */
function prometheusValues(cluster: Cluster, dashboard: Dashboard): Record<string, unknown> {
  const service = { ...serviceValues(cluster, dashboard), servicePort: dashboardPorts.prometheus };
  const off = { enabled: false };
  return {
    server: { fullnameOverride: "prometheus", service, persistentVolume: off },
    alertmanager: off,
    "kube-state-metrics": off,
    "prometheus-node-exporter": off,
    "prometheus-pushgateway": off,
  };
}

function serviceValues(cluster: Cluster, dashboard: Dashboard): Record<string, unknown> {
  return dashboard.expose === "loadBalancer"
    ? { type: "LoadBalancer", ...loadBalancerOf(cluster, dashboard) }
    : {};
}
