import type { App, Cluster, Dashboard, Fleet, HttpRoute } from "../../core/fleet.ts";

/** A service as services.yaml's short form makes it: exact paths, everything else by default. */
export function makeApp(name: string, paths: readonly string[], more: Partial<App> = {}): App {
  const backend = { host: name, port: 80 };
  const routes: HttpRoute[] = [
    { matches: paths.map((exact) => ({ uri: { exact } })), destinations: [backend] },
  ];
  const defaults = {
    namespace: name,
    ownsNamespace: true,
    labels: {},
    backend,
    hosts: [`${name}.app.paas-test.com`],
    protocol: "http",
  } as const;
  return { name, ...defaults, routes, subsets: [], calls: [], manifests: [], ...more };
}

export function makeDashboard(name: Dashboard["name"], more: Partial<Dashboard> = {}): Dashboard {
  return { name, expose: "loadBalancer", allowFrom: ["192.168.0.0/16"], values: {}, ...more };
}

const pool = {
  name: "my-ip-space",
  protocol: "layer2",
  addresses: ["192.168.23.220-192.168.23.223"],
  autoAssign: true,
  avoidBuggyIPs: false,
  interfaces: [],
} as const;

const shared = {
  engines: ["flux", "argocd"],
  domain: "app.paas-test.com",
  flux: { namespace: "flux-system" },
  argocd: {
    namespace: "argocd",
    project: "",
    destination: { server: "https://kubernetes.default.svc" },
  },
} as const;

/** A cluster on today's versions. */
export function makeCluster(apps: readonly App[], more: Partial<Cluster> = {}): Cluster {
  const { name = "paas-test" } = more;
  const ingress = { namespace: "istio-ingress", name: "istio-ingressgateway", allowFrom: [] };
  return {
    name,
    kubernetes: "1.36",
    mesh: {
      istio: "1.31.1",
      era: "modern",
      preset: "demo",
      dataplane: "sidecar",
      charts: { repository: "https://blob.istio.io/istio-release/charts", version: "1.31.1" },
      hub: "docker.io/istio",
      tag: "1.31.1",
      ingress,
      values: {},
    },
    metallb: {
      version: "0.16.2",
      era: "crd",
      annotationPrefix: "metallb.io",
      pools: [pool],
      peers: [],
      values: {},
    },
    dashboards: [
      makeDashboard("grafana", { version: "12.11.1" }),
      makeDashboard("prometheus", { version: "29.27.0", expose: "none", allowFrom: [] }),
      makeDashboard("tracing", { version: "4.11.1" }),
    ],
    apps,
    ...shared,
    ...more,
    argocd: more.argocd ?? { ...shared.argocd, project: name },
  };
}

/** A cluster as it was in 2019: Istio 1.1.1, MetalLB 0.7.3. */
export function makeLegacyCluster(apps: readonly App[], more: Partial<Cluster> = {}): Cluster {
  const modern = makeCluster(apps, { name: "paas-2019", kubernetes: "1.13", ...more });
  return {
    ...modern,
    mesh: {
      ...modern.mesh,
      istio: "1.1.1",
      era: "legacy",
      charts: {
        repository: "https://blob.istio.io/istio-release/releases/1.1.1/charts/",
        version: "1.1.1",
      },
      tag: "1.1.1",
      ingress: { ...modern.mesh.ingress, namespace: "istio-system" },
    },
    metallb: {
      version: "0.7.3",
      era: "configmap",
      annotationPrefix: "metallb.universe.tf",
      pools: [pool],
      peers: [],
      values: {},
    },
    dashboards: [makeDashboard("grafana"), makeDashboard("tracing")],
    ...more,
  };
}

export function makeFleet(clusters: readonly Cluster[], base: readonly App[]): Fleet {
  return {
    file: "services.yaml",
    git: { url: "https://git.example.com/platform/fleet.git", branch: "main" },
    engines: ["flux", "argocd"],
    clusters,
    base: new Map(base.map((app) => [app.name, app])),
  };
}

/** The three services of 2019. */
export const apps2019 = [
  makeApp(
    "mservice",
    ["/", "/test", "/test/serverLog", "/test/test1", "/test/test2", "/test/http"],
    { calls: ["tservice"] },
  ),
  makeApp("tservice", ["/", "/test", "/test/accessLog"]),
  makeApp("wservice", ["/", "/getLog.jsp", "/test/serverLog"], { calls: ["mservice"] }),
];

/** The example of the repository: one cluster of today, one of 2019. */
export const exampleFleet = makeFleet(
  [makeLegacyCluster(apps2019), makeCluster(apps2019)],
  apps2019,
);
