import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadServices } from "./load.ts";

const example = readFileSync(new URL("../../services.yaml", import.meta.url), "utf8");

function load(text: string) {
  const loaded = loadServices(text, "services.yaml");
  expect(loaded.findings).toEqual([]);
  return loaded.fleet!;
}

const minimal =
  "version: 1\ngit: { url: https://git.example.com/fleet.git }\ndomain: example.com\nclusters: { one: }\nservices: { shop: }\n";

test("a minimal file gets every default", () => {
  const fleet = load(minimal);
  expect(fleet).toMatchObject({
    file: "services.yaml",
    git: { branch: "main" },
    engines: ["flux"],
  });
  expect(fleet.clusters).toMatchObject([
    {
      name: "one",
      kubernetes: "1.36",
      mesh: {
        istio: "1.31.1",
        era: "modern",
        preset: "default",
        dataplane: "sidecar",
        hub: "docker.io/istio",
        tag: "1.31.1",
      },
      dashboards: [],
      flux: { namespace: "flux-system" },
      argocd: {
        namespace: "argocd",
        project: "one",
        destination: { server: "https://kubernetes.default.svc" },
      },
    },
  ]);
  expect(fleet.clusters[0]).not.toHaveProperty("metallb");
  expect(fleet.clusters[0]!.mesh.charts).toEqual({
    repository: "https://blob.istio.io/istio-release/charts",
    version: "1.31.1",
  });
  expect(fleet.clusters[0]!.mesh.ingress).toEqual({
    name: "istio-ingressgateway",
    namespace: "istio-ingress",
    allowFrom: [],
  });
  expect(fleet.base.get("shop")).toEqual({
    name: "shop",
    namespace: "shop",
    ownsNamespace: true,
    labels: {},
    backend: { host: "shop", port: 80 },
    hosts: ["shop.example.com"],
    protocol: "http",
    routes: [{ matches: [], destinations: [{ host: "shop", port: 80 }] }],
    subsets: [],
    calls: [],
    manifests: [],
  });
});

test("the example is clean, and what it accepts has a reason", () => {
  const { fleet, findings, acknowledged, acknowledgements, lint } = loadServices(
    example,
    "services.yaml",
  );
  expect(findings).toEqual([]);
  expect(acknowledged.map(({ finding }) => finding.rule)).toEqual([
    "services/istio-helm",
    "services/flux-kubernetes",
    "services/argocd-kubernetes",
  ]);
  expect(lint?.acknowledge).toEqual([]);
  expect(acknowledgements).toEqual([]);
  const [old, today] = fleet!.clusters;
  expect(old).toMatchObject({
    name: "paas-2019",
    mesh: {
      era: "legacy",
      charts: { repository: "https://blob.istio.io/istio-release/releases/1.1.1/charts/" },
      ingress: { namespace: "istio-system" },
    },
    metallb: {
      version: "0.7.3",
      era: "configmap",
      annotationPrefix: "metallb.universe.tf",
      pools: [{ name: "my-ip-space" }],
    },
  });
  expect(old!.dashboards.map(({ name, version }) => [name, version])).toEqual([
    ["grafana", undefined],
    ["tracing", undefined],
  ]);
  expect(today).toMatchObject({
    name: "paas-test",
    mesh: { era: "modern" },
    metallb: { era: "crd", annotationPrefix: "metallb.io" },
  });
  expect(today!.dashboards.map(({ name, version }) => [name, version])).toEqual([
    ["grafana", "12.11.1"],
    ["prometheus", "29.27.0"],
    ["tracing", "4.11.1"],
  ]);
});

test("the services of 2019 answer exactly their paths", () => {
  const { base } = loadServices(example, "services.yaml").fleet!;
  const paths = Object.fromEntries(
    [...base].map(([name, app]) => [
      name,
      app.routes.flatMap(({ matches }) => matches.map(({ uri }) => uri)),
    ]),
  );
  const exact = (...list: string[]) => list.map((path) => ({ exact: path }));
  expect(paths).toEqual({
    mservice: exact("/", "/test", "/test/serverLog", "/test/test1", "/test/test2", "/test/http"),
    tservice: exact("/", "/test", "/test/accessLog"),
    wservice: exact("/", "/getLog.jsp", "/test/serverLog"),
  });
  expect([...base.values()].map(({ hosts }) => hosts)).toEqual([
    ["mservice.app.paas-test.com"],
    ["tservice.app.paas-test.com"],
    ["wservice.app.paas-test.com"],
  ]);
});

test.each([
  ["grafana: true", "grafana prometheus"],
  ["kiali: true", "kiali prometheus"],
  ["tracing: true", "tracing"],
  ["grafana: true, prometheus: false", "grafana"],
])("dashboards { %s } brings %s, for both need what Prometheus gathers", (written, names) => {
  const { clusters } = load(`${minimal}\ndashboards: { ${written} }`);
  expect(clusters[0]!.dashboards.map(({ name }) => name).join(" ")).toBe(names);
});

test("a Prometheus that nobody asked for is not exposed, and a cluster can do without it", () => {
  const { clusters } = load(`${minimal.replace("clusters: { one: }", "")}
dashboards: { grafana: { expose: gateway, login: { secret: x } } }
clusters: { here: { domain: a.example.com }, there: { domain: b.example.com, dashboards: { prometheus: false } } }
`);
  const [here, there] = clusters;
  expect(here!.dashboards.map(({ name, expose }) => [name, expose])).toEqual([
    ["grafana", "gateway"],
    ["prometheus", "none"],
  ]);
  expect(there!.dashboards.map(({ name }) => name)).toEqual(["grafana"]);
});

test("a cluster's blocks are merged over the top level's, and lists replace lists", () => {
  const fleet = load(`${minimal.replace("clusters: { one: }", "")}
gitops: [flux]
mesh: { preset: demo, values: { istiod: { a: 1, b: [1] } } }
metallb: { pools: [{ name: wide, addresses: [10.0.0.0/24] }] }
dashboards: { grafana: { expose: loadBalancer, allowFrom: [10.0.0.0/8] } }
clusters:
  here: { metallb: false, gitops: [argocd], domain: here.example.com, dashboards: { grafana: false } }
  there:
    mesh: { values: { istiod: { b: [2] } }, ingress: { address: 10.1.0.1 } }
    metallb: { pools: [{ name: narrow, addresses: [10.1.0.0/30] }] }
    argocd: { destination: { name: there } }
`);
  const [here, there] = fleet.clusters;
  expect(fleet.engines).toEqual(["flux", "argocd"]);
  expect(here).toMatchObject({
    engines: ["argocd"],
    dashboards: [],
    apps: [{ hosts: ["shop.here.example.com"] }],
  });
  expect(here).not.toHaveProperty("metallb");
  expect(there!.mesh).toMatchObject({
    preset: "demo",
    values: { istiod: { a: 1, b: [2] } },
    ingress: { address: "10.1.0.1" },
  });
  expect(there!.metallb!.pools.map(({ name }) => name)).toEqual(["narrow"]);
  expect(there!.argocd.destination).toEqual({ name: "there" });
});

test("a cluster changes a service, and only there", () => {
  const fleet = load(`version: 1
git: { url: https://git.example.com/fleet.git }
domain: example.com
clusters: { one: , two: , three: }
services:
  shop:
    versions: { v1: 100 }
    tls: shop-tls
    clusters:
      one:
      two: { versions: { v1: 90, v2: 10 }, tls: { minVersion: TLSV1_2 }, hosts: [shop.two.example.com] }
`);
  expect(fleet.clusters.map(({ name, apps }) => [name, apps.length])).toEqual([
    ["one", 1],
    ["three", 0],
    ["two", 1],
  ]);
  const [one, , two] = fleet.clusters.map(({ apps }) => apps[0]);
  expect(one).toEqual(fleet.base.get("shop"));
  expect(one!.routes[0]!.destinations).toEqual([{ host: "shop", port: 80, subset: "v1" }]);
  expect(two!.routes[0]!.destinations).toEqual([
    { host: "shop", port: 80, subset: "v1", weight: 90 },
    { host: "shop", port: 80, subset: "v2", weight: 10 },
  ]);
  expect(two!.subsets).toEqual([
    { name: "v1", labels: { version: "v1" } },
    { name: "v2", labels: { version: "v2" } },
  ]);
  expect(two).toMatchObject({
    hosts: ["shop.two.example.com"],
    tls: { secret: "shop-tls", minVersion: "TLSV1_2", redirect: true },
  });
});

test("long forms of routes", () => {
  const fleet = load(`version: 1
git: { url: https://git.example.com/fleet.git }
domain: example.com
clusters: { one: }
services:
  api: { namespace: backend, port: 8080, versions: { v2: 100 } }
  shop:
    namespace: front
    service: web
    timeout: 5s
    paths: [/, { prefix: /static/, method: GET, headers: { x-a: "1", x-b: { regex: "b+" } }, query: { q: { prefix: z } }, ignoreCase: true }]
    routes:
      - matches: [{ prefix: /old/ }]
        redirect: { path: /new/, host: new.example.com, scheme: https, code: 308 }
      - name: api
        matches: [{ regex: "/api/v[12]/.*" }]
        destinations: [{ service: api, version: v2, weight: 80 }, { service: legacy.tools, port: 81, weight: 20 }]
        rewrite: { path: /, host: api.internal }
        timeout: 1m
        retries: { attempts: 2, perTryTimeout: 2s, retryOn: 5xx }
        mirror: { version: v9, percent: 5 }
        fault: { delay: { time: 1s }, abort: { status: 503, percent: 0.5 } }
        cors: { allowOrigins: ["*", { regex: "https://.*" }], maxAge: 24h, allowCredentials: true }
        headers: { request: { set: { x: "\${y}" } }, response: { remove: [server] } }
`);
  const { routes, subsets, backend } = fleet.base.get("shop")!;
  expect(backend).toEqual({ host: "web", port: 80 });
  expect(subsets).toEqual([{ name: "v9", labels: { version: "v9" } }]);
  expect(routes).toEqual([
    {
      matches: [{ uri: { prefix: "/old/" } }],
      destinations: [],
      redirect: { uri: "/new/", authority: "new.example.com", scheme: "https", code: 308 },
    },
    {
      name: "api",
      matches: [{ uri: { regex: "/api/v[12]/.*" } }],
      destinations: [
        { host: "api.backend.svc.cluster.local", port: 8080, subset: "v2", weight: 80 },
        { host: "legacy.tools", port: 81, weight: 20 },
      ],
      rewrite: { uri: "/", authority: "api.internal" },
      timeout: "1m",
      retries: { attempts: 2, perTryTimeout: "2s", retryOn: "5xx" },
      mirror: { host: "web", port: 80, subset: "v9", percentage: 5 },
      fault: {
        delay: { percentage: 100, fixedDelay: "1s" },
        abort: { percentage: 0.5, httpStatus: 503 },
      },
      cors: {
        allowOrigins: [{ exact: "*" }, { regex: "https://.*" }],
        maxAge: "24h",
        allowCredentials: true,
      },
      headers: { request: { set: { x: "${y}" } }, response: { remove: ["server"] } },
    },
    {
      matches: [
        { uri: { exact: "/" } },
        {
          uri: { prefix: "/static/" },
          method: { exact: "GET" },
          headers: { "x-a": { exact: "1" }, "x-b": { regex: "b+" } },
          queryParams: { q: { prefix: "z" } },
          ignoreUriCase: true,
        },
      ],
      destinations: [{ host: "web", port: 80 }],
      timeout: "5s",
    },
  ]);
});

test("raw protocols, certificates and shared namespaces", () => {
  const { base } = load(`version: 1
git: { url: https://git.example.com/fleet.git }
domain: example.com
clusters: { one: }
services:
  db: { protocol: tcp, port: 5432, gatewayPort: 5432, namespace: data }
  vault: { protocol: tls-passthrough, namespace: data, labels: { team: core }, manifests: [shared/policies] }
  web: { tls: { certificate: { issuer: le }, clientCa: true, redirect: false } }
`);
  expect(base.get("db")).toMatchObject({
    protocol: "tcp",
    hosts: ["*"],
    gatewayPort: 5432,
    routes: [],
    ownsNamespace: false,
  });
  expect(base.get("vault")).toMatchObject({
    hosts: ["vault.example.com"],
    gatewayPort: 443,
    labels: { team: "core" },
    manifests: ["shared/policies"],
  });
  expect(base.get("web")!.tls).toEqual({
    secret: "web-tls",
    redirect: false,
    clientCa: true,
    certificate: { issuer: "le", issuerKind: "ClusterIssuer" },
  });
});

test("the order of clusters and services in the file does not matter", () => {
  const text = (clusters: string, services: string) => `version: 1
git: { url: https://git.example.com/fleet.git }
domain: example.com
clusters: { ${clusters} }
services: { ${services} }
`;
  expect(load(text("b: , a: ", "z: , x: { calls: [z] }"))).toEqual(
    load(text("a: , b: ", "x: { calls: [z] }, z: ")),
  );
});
