import type { Cluster, DashboardName } from "../core/fleet.ts";
import { loadBalancerOf } from "./loadbalancer.ts";
import type { Manifest } from "./plan.ts";

/** The dashboards' Services of chart `istio`, whose type no value sets (FACTS.md 1.5, 1.6). */
const charts: Partial<
  Record<
    DashboardName,
    { app: string; annotations?: Record<string, string>; port: Record<string, unknown> }
  >
> = {
  tracing: {
    app: "jaeger",
    port: { name: "http-query", protocol: "TCP", port: 80, targetPort: 16686 },
  },
  kiali: { app: "kiali", port: { name: "http-kiali", protocol: "TCP", port: 20001 } },
  prometheus: {
    app: "prometheus",
    annotations: { "prometheus.io/scrape": "true" },
    port: { name: "http-prometheus", protocol: "TCP", port: 9090 },
  },
};

/**
 * @returns each Service that is to become a LoadBalancer though the chart cannot make it one, whole: Flux patches the chart's with it,
 *   Argo CD puts it in the chart's place (FACTS.md 6.4)
 */
export function legacyServices(cluster: Cluster): Manifest[] {
  return cluster.dashboards.flatMap((dashboard) => {
    const chart = charts[dashboard.name];
    if (!chart || dashboard.expose !== "loadBalancer") return [];
    const { annotations, ...address } = loadBalancerOf(cluster, dashboard);
    const all = { ...chart.annotations, ...annotations };
    const metadata = {
      name: dashboard.name,
      namespace: "istio-system",
      ...(Object.keys(all).length > 0 && { annotations: all }),
      labels: { app: chart.app, release: "istio" },
    };
    const spec = {
      type: "LoadBalancer",
      ...address,
      ports: [chart.port],
      selector: { app: chart.app },
    };
    return [{ apiVersion: "v1", kind: "Service", metadata, spec }];
  });
}
