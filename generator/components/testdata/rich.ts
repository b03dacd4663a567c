import type { App, Cluster } from "../../core/fleet.ts";
import { makeApp, makeCluster, makeDashboard, makeFleet, makeLegacyCluster } from "./fleet.ts";

const backend = { host: "shop", port: 8080 };

/** What people need on a real mesh, in few services. */
const unsecured = makeApp("shop", [], {
  labels: { team: "shop" },
  backend,
  hosts: ["shop.example.com", "www.shop.example.com"],
  subsets: [
    { name: "v1", labels: { version: "v1" } },
    { name: "v2", labels: { version: "v2" } },
  ],
  routes: [
    {
      name: "old",
      matches: [{ uri: { prefix: "/old/" } }],
      destinations: [],
      redirect: { uri: "/new/", code: 308 },
    },
    {
      matches: [
        {
          uri: { regex: "^/api/v[0-9]+/.*" },
          method: { exact: "POST" },
          headers: { "x-test": { exact: "yes" } },
        },
      ],
      destinations: [{ ...backend, subset: "v2" }],
      rewrite: { uri: "/" },
      timeout: "5s",
      retries: { attempts: 3, perTryTimeout: "2s", retryOn: "5xx,reset" },
      fault: { delay: { percentage: 0.5, fixedDelay: "2s" } },
      mirror: { ...backend, subset: "v1", percentage: 10 },
      cors: {
        allowOrigins: [{ exact: "https://example.com" }],
        allowMethods: ["GET"],
        maxAge: "24h",
      },
      headers: { request: { set: { "x-from": "gateway" } } },
    },
    {
      matches: [],
      destinations: [
        { ...backend, subset: "v1", weight: 90 },
        { ...backend, subset: "v2", weight: 10 },
      ],
    },
  ],
});
const shop: App = {
  ...unsecured,
  tls: {
    secret: "shop-tls",
    redirect: true,
    minVersion: "TLSV1_2",
    certificate: { issuer: "letsencrypt", issuerKind: "ClusterIssuer" },
  },
};
const cart = makeApp("cart", ["/"], { namespace: "store", ownsNamespace: false, calls: ["shop"] });
const stock = makeApp("stock", ["/"], {
  namespace: "store",
  ownsNamespace: false,
  manifests: ["shared/policies"],
});
const database = makeApp("database", [], {
  protocol: "tcp",
  gatewayPort: 5432,
  hosts: ["*"],
  routes: [],
  backend: { host: "database", port: 5432 },
});
const vault = makeApp("vault", [], {
  protocol: "tls-passthrough",
  hosts: ["vault.example.com"],
  routes: [],
  backend: { host: "vault", port: 8200 },
});
const base: App[] = [cart, database, shop, stock, vault];

const plain = makeCluster([]);

const ambient: Cluster = makeCluster(
  [cart, database, { ...shop, hosts: ["shop.edge.example.com"] }, stock, vault],
  {
    name: "edge",
    mesh: {
      ...plain.mesh,
      preset: "ambient",
      dataplane: "ambient",
      ingress: {
        ...plain.mesh.ingress,
        address: "10.0.0.1",
        pool: "bgp-pool",
        allowFrom: ["10.0.0.0/8"],
      },
      values: { istiod: { traceSampling: 10, global: { logAsJson: true } } },
    },
    metallb: {
      version: "0.14.8",
      era: "crd",
      annotationPrefix: "metallb.universe.tf",
      pools: [
        {
          name: "bgp-pool",
          protocol: "bgp",
          addresses: ["10.0.0.0/24"],
          autoAssign: false,
          avoidBuggyIPs: true,
          interfaces: [],
          bgp: { aggregationLength: 32, localPref: 100, communities: ["64512:1"] },
        },
      ],
      peers: [
        {
          name: "router",
          myASN: 64512,
          peerASN: 64513,
          peerAddress: "10.0.0.254",
          holdTime: "30s",
        },
      ],
      values: {},
    },
    dashboards: [
      makeDashboard("grafana", {
        version: "12.11.1",
        expose: "gateway",
        host: "grafana.example.com",
        tls: { secret: "dashboards-tls" },
        login: { secret: "grafana-login" },
      }),
      makeDashboard("kiali", { version: "2.29.0", address: "10.0.0.2" }),
      makeDashboard("prometheus", { version: "29.27.0", expose: "none", allowFrom: [] }),
      makeDashboard("tracing", {
        version: "4.11.1",
        expose: "ingress",
        host: "tracing.example.com",
        ingressClass: "nginx",
      }),
    ],
  },
);

const legacy: Cluster = makeLegacyCluster(
  [
    cart,
    {
      ...unsecured,
      hosts: ["shop.old.example.com"],
      routes: shop.routes.slice(2),
      subsets: shop.subsets,
    },
  ],
  {
    name: "old",
    engines: ["argocd"],
    argocd: { namespace: "argocd", project: "old", destination: { name: "old" } },
    dashboards: [
      makeDashboard("grafana", { login: { secret: "grafana-login" } }),
      makeDashboard("kiali"),
      makeDashboard("prometheus", { expose: "gateway", host: "prometheus.example.com" }),
    ],
    metallb: { ...makeLegacyCluster([]).metallb!, version: "0.9.6" },
  },
);

/** Two clusters that share little: ambient with BGP, and one of 2019 that Argo CD alone reaches from outside. */
export const richFleet = makeFleet([ambient, legacy], base);
