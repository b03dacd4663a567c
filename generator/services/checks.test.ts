import { describe, expect, test } from "vitest";
import { fileOf, problemsOf } from "./testdata/problems.ts";

type Case = [title: string, text: string, ...problems: string[]];

function run(cases: readonly Case[]): void {
  test.each(cases)("%s", (_, text, ...problems) => {
    expect(problemsOf(fileOf(text))).toEqual(problems);
  });
}

describe("pools and addresses", () => {
  const pools = (...addresses: string[]) =>
    `metallb: { pools: [${addresses.map((range, index) => `{ name: p${index}, addresses: [${range}] }`).join(", ")}] }`;
  run([
    ["pools that touch are fine", pools("10.0.0.0-10.0.0.7", "10.0.0.8/29", "fd00::/120")],
    [
      "a pool inside another",
      pools("10.0.0.0/8", "10.0.0.1-10.0.0.2"),
      '4:83 services/pool: 10.0.0.1-10.0.0.2 of pool "p1" overlaps with 10.0.0.0/8 of pool "p0"; MetalLB refuses pools that share an address',
    ],
    [
      "a range backwards",
      pools("10.0.0.9-10.0.0.1"),
      '4:44 services/address: "10.0.0.9-10.0.0.1" ends before it begins; write "10.0.0.1-10.0.0.9"',
    ],
    [
      "a single address",
      pools("10.0.0.9"),
      '4:44 services/address: "10.0.0.9" is a single address; write "10.0.0.9/32"',
    ],
    [
      "two families in a range",
      pools('"10.0.0.9-fd00::1"'),
      '4:44 services/address: "10.0.0.9-fd00::1" begins with IPv4 and ends with IPv6',
    ],
    [
      "a CIDR that is none",
      pools("10.0.0.0/33"),
      '4:44 services/address: "10.0.0.0/33" is not a CIDR such as "10.0.8.0/24"',
    ],
    [
      "a node in a pool",
      `${pools("10.0.0.0/24")}\nclusters: { one: { nodes: [10.0.0.7, 10.0.1.1] } }`,
      '4:44 services/pool: 10.0.0.0/24 of pool "p0" covers the node 10.0.0.7; a Service could take the node\'s address away',
    ],
    [
      "MetalLB without pools",
      "metallb: true",
      "4:1 services/pool: MetalLB has no pool, so no Service would get an address; name one under pools",
    ],
    [
      "a pool that is not there",
      `${pools("10.0.0.0/24")}\nmesh: { ingress: { pool: p9 } }`,
      '5:26 services/pool: there is no pool "p9"; did you mean "p0"?',
    ],
    [
      "an address outside",
      `${pools("10.0.0.0/24")}\nmesh: { ingress: { address: 10.0.1.1 } }`,
      "5:29 services/address: 10.0.1.1 of istio-ingressgateway is in no pool; choose an address of 10.0.0.0/24",
    ],
    [
      "an address outside its pool",
      `${pools("10.0.0.0/24", "10.0.1.0/24")}\nmesh: { ingress: { address: 10.0.1.1, pool: p0 } }`,
      '5:29 services/address: 10.0.1.1 of istio-ingressgateway is not in pool "p0"; choose an address of 10.0.0.0/24',
    ],
    [
      "an address twice",
      `${pools("10.0.0.0/24")}\nmesh: { ingress: { address: 10.0.0.1 } }\ndashboards: { grafana: { expose: loadBalancer, address: 10.0.0.1, allowFrom: [10.0.0.0/8] } }`,
      "6:57 services/address: 10.0.0.1 is already the address of istio-ingressgateway; give grafana another",
    ],
    [
      "too few addresses",
      `${pools("10.0.0.0/31")}\ndashboards: { grafana: { expose: loadBalancer, allowFrom: [10.0.0.0/8] }, tracing: { expose: loadBalancer, allowFrom: [10.0.0.0/8] } }`,
      "4:19 services/pool-size: the pools have 2 addresses left, and 3 Services of type LoadBalancer need one each: istio-ingressgateway, grafana, tracing; make a pool larger, or expose a dashboard by the gateway",
    ],
    [
      "just enough addresses",
      `${pools("10.0.0.0/31")}\ndashboards: { grafana: { expose: loadBalancer, allowFrom: [10.0.0.0/8] } }`,
    ],
    [
      "addresses of .0 and .255 do not count where they are avoided",
      "metallb: { pools: [{ name: a, addresses: [10.0.0.254-10.0.1.0], avoidBuggyIPs: true }] }\ndashboards: { grafana: { expose: loadBalancer, allowFrom: [10.0.0.0/8] } }",
      "4:19 services/pool-size: the pools have 1 address left, and 2 Services of type LoadBalancer need one each: istio-ingressgateway, grafana; make a pool larger, or expose a dashboard by the gateway",
    ],
    [
      "a gateway that is no LoadBalancer needs no address",
      "metallb: { pools: [{ name: a, addresses: [10.0.0.1/32] }] }\nmesh: { values: { gateway: { service: { type: NodePort } } } }\ndashboards: { grafana: { expose: loadBalancer, allowFrom: [10.0.0.0/8] } }",
    ],
    [
      "a source range that is an address",
      "mesh: { ingress: { allowFrom: [10.0.0.1, nowhere] } }",
      '4:32 services/address: "10.0.0.1" needs a length; write "10.0.0.1/32"',
      '4:42 services/address: "nowhere" is not an address range such as "192.168.0.0/16"',
    ],
    [
      "BGP without a router",
      "metallb: { pools: [{ name: a, protocol: bgp, addresses: [10.0.0.0/24] }] }",
      '4:41 services/bgp-peer: pool "a" has protocol bgp, but no router is named under metallb.peers that would hear of it',
    ],
    [
      "the same name twice",
      "metallb: { pools: [{ name: a, addresses: [10.0.0.0/24] }, { name: a, addresses: [10.0.1.0/24] }] }",
      '4:67 services/duplicate-name: pools 1 and 2 are both called "a"; each needs a name of its own',
    ],
  ]);
});

describe("versions", () => {
  const mended = "{ repository: https://charts.example.com/istio }";
  const istio = (version: string, kubernetes = "1.13") =>
    `gitops: [argocd]\nargocd: { destination: { name: x } }\nclusters: { one: { kubernetes: "${kubernetes}", mesh: { istio: ${version}, charts: ${mended} } } }`;
  const metallb = (version: string, kubernetes: string) =>
    `gitops: [argocd]\nargocd: { destination: { name: x } }\nmesh: { istio: ${kubernetes === "1.36" ? "1.31.1" : "1.1.1"}, charts: ${mended} }\nmetallb: { version: ${version}, pools: [{ name: a, addresses: [10.0.0.0/24] }] }\nclusters: { one: { kubernetes: "${kubernetes}" } }`;
  run([
    ["Istio 1.5.10 on 1.16", istio("1.5.10", "1.16")],
    ["Istio 1.1.1 on 1.13", istio("1.1.1")],
    [
      "Istio 1.0.9",
      istio("1.0.9"),
      "6:55 services/istio-version: Istio 1.0.9 is not supported; use 1.1.0 to 1.5.x, or 1.22.0 or newer",
    ],
    [
      "Istio 1.21.9",
      istio("1.21.9"),
      "6:55 services/istio-version: Istio 1.21.9 is not supported; use 1.1.0 to 1.5.x, or 1.22.0 or newer",
    ],
    [
      "Istio 1.1.1 on 1.16",
      istio("1.1.1", "1.16"),
      "6:32 services/istio-kubernetes: Istio 1.1.1 cannot run on Kubernetes 1.16: its charts use extensions/v1beta1, which is gone since 1.16; use Kubernetes 1.15 or older, or Istio 1.22.0 or newer",
    ],
    ["Istio 1.31.1 on 1.32", istio("1.31.1", "1.32")],
    [
      "Istio 1.31.1 on 1.31",
      istio("1.31.1", "1.31"),
      "6:32 services/istio-kubernetes: Istio 1.31.1 is tested on Kubernetes 1.32 to 1.36, not on 1.31; use Istio 1.29, or Kubernetes 1.32 to 1.36",
    ],
    ["an Istio that is newer than this table", istio("1.40.0", "1.45")],
    ...["1.1.1", "1.4.7", "1.5.0"].map((version): Case => [
      `no Helm of today renders ${version}`,
      `mesh: { istio: ${version} }\nclusters: { one: { kubernetes: "1.15" } }\ngitops: [argocd]\nargocd: { destination: { name: x } }`,
      `4:16 services/istio-helm: neither Flux nor Argo CD can render chart istio ${version}: their Helm answers "can't give argument to non-function $spec.sds"; use Istio 1.4.8 or newer (not 1.5.0), name a repository with a mended chart in mesh.charts, or apply what helm template of Helm 3.0.3 makes of the chart`,
    ]),
    ...["1.4.8", "1.4.10", "1.5.1"].map((version): Case => [
      `a Helm of today renders ${version}`,
      istio(version, "1.15").replace(/, charts: \{[^}]*\}/, ""),
    ]),
    [
      "ambient in 2019",
      'mesh: { istio: 1.4.8, preset: ambient }\nclusters: { one: { kubernetes: "1.13" } }\ngitops: [argocd]\nargocd: { destination: { name: x } }',
      '4:31 services/istio-field: preset "ambient" needs Istio 1.22.0 or newer, and this is 1.4.8; use default, demo or minimal',
    ],
    ["MetalLB 0.7.3 on 1.13", metallb("0.7.3", "1.13")],
    [
      "MetalLB 0.6.0",
      metallb("0.6.0", "1.13"),
      "7:21 services/metallb-version: MetalLB 0.6.0 is not supported; use 0.7.0 to 0.12.1, or 0.13.0 or newer",
    ],
    [
      "MetalLB 0.9.2",
      metallb("0.9.2", "1.13"),
      '7:21 services/metallb-version: the manifest of MetalLB 0.9.2 starts images with the floating tag "main", which today are of a much later version; use 0.9.6',
    ],
    [
      "MetalLB 0.10.0",
      metallb("0.10.0", "1.13"),
      '7:21 services/metallb-version: the manifest of MetalLB 0.10.0 starts images with the floating tag "main", which today are of a much later version; use 0.10.1 or newer',
    ],
    ["MetalLB 0.9.3", metallb("0.9.3", "1.13")],
    [
      "MetalLB 0.13.0 on 1.13",
      metallb("0.13.0", "1.13"),
      "8:32 services/metallb-kubernetes: MetalLB 0.13.0 cannot run on Kubernetes 1.13: it needs 1.19 or newer; use MetalLB 0.12.1",
    ],
    [
      "MetalLB 0.12.1 on 1.36",
      metallb("0.12.1", "1.36"),
      "8:32 services/metallb-kubernetes: MetalLB 0.12.1 cannot run on Kubernetes 1.36: its manifest has a PodSecurityPolicy, a kind that is gone since 1.25; use MetalLB 0.13.0 or newer",
    ],
    [
      "MetalLB 0.15.3 on 1.36",
      metallb("0.15.3", "1.36"),
      "8:32 services/metallb-kubernetes: Kubernetes 1.36 refuses the custom resource definitions of MetalLB 0.15.3, whose largest AS number is wrong; use MetalLB 0.16.1 or newer",
    ],
    [
      "an older Flux on its own Kubernetes",
      'flux: { version: 2.2.0 }\nclusters: { one: { kubernetes: "1.36" } }',
      "4:18 services/engine-version: Flux 2.2.0 does not know HelmRelease helm.toolkit.fluxcd.io/v2; use Flux 2.3 or newer",
    ],
    [
      "a cluster that is called as Argo CD's own project",
      "gitops: [argocd]\nclusters: { default: }",
      '5:13 services/argocd-project: project "default" belongs to Argo CD itself, and would lose its rights; name another with argocd.project',
    ],
    [
      "Flux 2.9 on 1.31",
      'mesh: { istio: 1.28.0 }\nclusters: { one: { kubernetes: "1.31" } }',
      "5:32 services/flux-kubernetes: Flux 2.9 cannot run on Kubernetes 1.31: it needs 1.33 or newer; use Flux 2.6",
    ],
    [
      "Argo CD 3.5 on 1.31",
      'gitops: [argocd]\nmesh: { istio: 1.28.0 }\nclusters: { one: { kubernetes: "1.31" } }',
      "6:32 services/argocd-kubernetes: Argo CD 3.5 is tested on Kubernetes 1.33 to 1.36, not on 1.31; run Argo CD in another cluster and name this one, as it is registered there, in argocd.destination",
    ],
  ]);
});

describe("dashboards", () => {
  run([
    [
      "open to everyone",
      "dashboards: { grafana: { expose: loadBalancer } }",
      "4:15 services/dashboard-open: everyone outside can reach grafana without a login; limit who may connect with allowFrom, or ask for a login",
    ],
    [
      "open to the whole internet",
      "dashboards: { tracing: { expose: loadBalancer, allowFrom: [0.0.0.0/0] } }",
      "4:15 services/dashboard-open: everyone outside can reach tracing without a login; limit who may connect with allowFrom",
    ],
    ["with a login", "dashboards: { grafana: { expose: gateway, login: { secret: x } } }"],
    ["Kiali asks for a token", "dashboards: { kiali: { expose: loadBalancer } }"],
    [
      "Kiali that was told not to",
      "dashboards: { kiali: { expose: loadBalancer, values: { auth: { strategy: anonymous } } } }",
      "4:15 services/dashboard-open: everyone outside can reach kiali without a login; limit who may connect with allowFrom",
    ],
    ["not exposed", "dashboards: { prometheus: { expose: none } }"],
    [
      "a login that cannot be",
      "dashboards: { prometheus: { login: { secret: x } }, kiali: { login: { secret: x } } }",
      "4:29 services/dashboard-login: prometheus has no login of its own; limit who may connect with allowFrom instead",
      "4:62 services/dashboard-login: kiali asks for a Kubernetes token with Istio 1.31.1, not for a login from a Secret; remove it",
    ],
    [
      "ranges that do nothing",
      "dashboards: { grafana: { expose: gateway, allowFrom: [10.0.0.0/8], login: { secret: x } } }",
      "4:43 services/dashboard-ranges: allowFrom is for a dashboard with an address of its own and does nothing with expose: gateway; set mesh.ingress.allowFrom, which is for all that comes in by the gateway",
    ],
    [
      "the gateway's ranges count",
      "mesh: { ingress: { allowFrom: [10.0.0.0/8] } }\ndashboards: { tracing: { expose: gateway } }",
    ],
  ]);
});

describe("hosts", () => {
  const two = (a: string, b: string) =>
    `services: { a: { hosts: [x.example.com], ${a} }, b: { hosts: [x.example.com], ${b} } }`;
  run([
    ["different paths of one host", two("paths: [/a, { prefix: /c/ }]", "paths: [/b, /c]")],
    [
      "the same path",
      two("paths: [/a, /b]", "paths: [/c, /b]"),
      "4:102 services/duplicate-host: b and a both answer /b of host x.example.com; give each a host or a path of its own",
    ],
    [
      "the same path for other methods",
      two("paths: [{ exact: /a, method: GET }]", "paths: [{ exact: /a, method: PUT }]"),
    ],
    [
      "all requests twice",
      two("paths: [{ prefix: / }]", "port: 81"),
      "4:68 services/duplicate-host: b and a both answer all requests of host x.example.com; give each a host or a path of its own",
    ],
    ["all requests come last", two("port: 80", "paths: [/a]")],
    [
      "a path below another's prefix",
      two("paths: [{ prefix: /a/ }]", "paths: [/a/b]"),
      "4:107 services/route-order: /a/b of b and prefix /a/ of a match some of the same requests of host x.example.com, and Istio does not say which comes first; write both as routes of one service",
    ],
    [
      "TLS for one host twice",
      two("paths: [/a], tls: s", "paths: [/b], tls: s"),
      "4:78 services/duplicate-host: b and a both have TLS for host x.example.com; Istio's gateway takes one of them and drops the other, so give each a host of its own",
    ],
    [
      "a dashboard's host",
      "services: { a: { hosts: [grafana.example.com] } }\ndashboards: { grafana: { expose: gateway, login: { secret: x } } }",
      "5:15 services/duplicate-host: dashboard grafana and a both answer all requests of host grafana.example.com; give each a host or a path of its own",
    ],
    [
      "one host in two clusters",
      "clusters: { one: , two: }\nservices: { a: { hosts: [x.example.com], clusters: [one] }, b: { hosts: [x.example.com], clusters: [two] } }",
    ],
  ]);
});

describe("references", () => {
  run([
    [
      "a call to nobody",
      "services: { shop: { calls: [shpo, bank] } }",
      '4:29 services/destination: there is no service "shpo" to call, did you mean "shop"?',
      '4:35 services/destination: there is no service "bank" to call; services are shop',
    ],
    [
      "a cluster that is not there",
      "services: { a: { clusters: [on] } }",
      '4:29 services/type: expected text, found true; for the text put it in quotes: "on"',
    ],
    [
      "a cluster with a slip",
      "services: { a: { clusters: { onee: } } }",
      '4:30 services/cluster: there is no cluster "onee", did you mean "one"?',
    ],
    [
      "a version that is not there",
      "services: { a: { versions: { v1: 100 }, routes: [{ destinations: [{ version: v2 }] }] } }",
      '4:78 services/destination: service a has no version "v2", did you mean "v1"?',
    ],
    [
      "a service of another cluster",
      "clusters: { one: , two: }\nservices: { a: { clusters: [one], routes: [{ destinations: [{ service: b }] }] }, b: { clusters: [two] } }",
      '5:72 services/destination: service "b" does not run in this cluster (cluster one)',
    ],
    [
      "namespaces of the infrastructure",
      "services: { a: { namespace: istio-system }, kube-system: }",
      '4:29 services/namespace: namespace "istio-system" of service a belongs to Istio; give the service a namespace of its own with "namespace"',
      '4:45 services/namespace: namespace "kube-system" of service kube-system belongs to Kubernetes itself; give the service a namespace of its own with "namespace"',
    ],
    [
      "manifests",
      "services: { a: { manifests: [apps/a/custom, x.yaml, apps/a/base/x, apps] } }",
      '4:45 services/manifests: "x.yaml" looks like a file; kustomize takes files only from below apps/a/base, so name a folder with a kustomization.yaml',
      '4:53 services/manifests: "apps/a/base/x" lies in apps/a/base, which is generated; name a folder outside of it, such as apps/a/custom',
      '4:68 services/manifests: "apps" holds the generated apps/a/base, so kustomize would go in a circle; name a folder below it',
    ],
  ]);
});

describe("routes", () => {
  const legacy = (text: string) =>
    `gitops: [argocd]\nargocd: { destination: { name: x } }\nmesh: { istio: 1.1.1, charts: { repository: https://charts.example.com } }\nclusters: { one: { kubernetes: "1.13" } }\n${text}`;
  run([
    ["weights of today need no sum of 100", "services: { a: { versions: { v1: 9, v2: 1 } } }"],
    [
      "weights of 2019 do",
      legacy("services: { a: { versions: { v1: 9, v2: 1 } } }"),
      "8:28 services/weights: the weights add up to 10; Istio 1.1.1 wants exactly 100",
    ],
    [
      "weights of nothing",
      "services: { a: { versions: { v1: 0, v2: 0 } } }",
      "4:28 services/weights: the weights add up to 0, so no request could go anywhere",
    ],
    [
      "a weight that is missing",
      "services: { a: { routes: [{ destinations: [{ weight: 50 }, { service: b.c }] }] } }",
      "4:60 services/weights: there are several destinations, so each needs a weight",
    ],
    [
      "what a redirect leaves nothing for",
      "services: { a: { routes: [{ redirect: { path: /x }, timeout: 1s }] } }",
      '4:53 services/route: a route with a redirect asks no service, so "timeout" cannot go with it; remove one of the two',
    ],
    [
      "fields that came later",
      legacy(
        "services: { a: { paths: [{ exact: /, query: { a: b }, ignoreCase: true }], cors: { allowOrigins: [{ prefix: x }] } } }",
      ),
      "8:45 services/istio-field: matching the query needs Istio 1.2.0 or newer, and this is 1.1.1",
      "8:67 services/istio-field: ignoreCase needs Istio 1.2.0 or newer, and this is 1.1.1",
      "8:99 services/istio-field: an origin by prefix or regex needs Istio 1.5.0 or newer, and this is 1.1.1",
    ],
    [
      "fields of routes that came later",
      legacy(
        "services: { a: { routes: [{ name: x, mirror: { service: b.c, percent: 5 } }, { redirect: { path: /, code: 302, scheme: https } }] } }",
      ),
      "8:35 services/istio-field: the name of a route needs Istio 1.3.0 or newer, and this is 1.1.1",
      "8:71 services/istio-field: mirroring a part of the requests needs Istio 1.5.0 or newer, and this is 1.1.1",
      "8:107 services/istio-field: the status of a redirect needs Istio 1.3.0 or newer, and this is 1.1.1",
      "8:120 services/istio-field: the scheme of a redirect needs Istio 1.22.0 or newer, and this is 1.1.1",
    ],
    [
      "durations",
      "services: { a: { timeout: 0s, retries: { attempts: 1, perTryTimeout: 1.0005s } } }",
      '4:27 services/format: "0s" is too short; Istio takes 1ms and more (for no limit leave it out)',
      '4:70 services/format: "1.0005s" is not a whole number of milliseconds',
    ],
    [
      "expressions that RE2 does not read",
      'services: { a: { paths: [{ regex: "(?=x)" }] } }',
      '4:35 services/regex: "(?=x)" is not a regular expression that the proxy can read: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    ["expressions of 2019", legacy('services: { a: { paths: [{ regex: "(?=x)" }] } }')],
  ]);
});

describe("protocols and TLS", () => {
  run([
    [
      "tcp without a port",
      "services: { db: { protocol: tcp } }",
      '4:29 services/gateway-port: service db has protocol tcp and needs "gatewayPort", the port at the gateway that is its own',
    ],
    [
      "a port of the gateway itself",
      "services: { db: { protocol: tcp, gatewayPort: 443 } }",
      "4:47 services/gateway-port: port 443 of the gateway is for HTTPS; choose another gatewayPort for db",
    ],
    [
      "a port twice",
      "services: { a: { protocol: tcp, gatewayPort: 5432 }, b: { protocol: tcp, gatewayPort: 5432 } }",
      "4:87 services/gateway-port: port 5432 of the gateway is taken by service a; choose another gatewayPort for b",
    ],
    [
      "passthrough shares a port",
      "services: { a: { protocol: tls-passthrough }, b: { protocol: tls-passthrough } }",
    ],
    [
      "HTTP fields of tcp",
      "services: { db: { protocol: tcp, gatewayPort: 5432, paths: [/] } }",
      '4:53 services/protocol: "paths" is for HTTP, and service db has protocol tcp; remove it or the protocol',
    ],
    [
      "a gateway port of HTTP",
      "services: { a: { gatewayPort: 81 } }",
      "4:18 services/protocol: gatewayPort is for the protocols tcp and tls-passthrough; HTTP comes in by ports 80 and 443",
    ],
    [
      "a Secret that two certificates make",
      "services: { a: { tls: { secret: s, certificate: { issuer: i } } }, b: { tls: { secret: s, certificate: { issuer: i } } } }",
      '4:88 services/tls: services a and b both have cert-manager make Secret "s", and each would overwrite the other\'s; give each a secret of its own',
    ],
    [
      "a certificate for everything",
      'services: { a: { hosts: ["*"], tls: { certificate: { issuer: i } } } }',
      '4:25 services/tls: cert-manager cannot make a certificate for host "*"; name the hosts of service a',
    ],
  ]);
  test("no domain and no hosts", () => {
    const text =
      'version: 1\ngit: { url: "https://example.com/r.git" }\nclusters: { one: }\nservices: { a: , b: { hosts: [b.example.com] } }\n';
    expect(problemsOf(text)).toEqual([
      '4:13 services/domain: service a has no host name: give it "hosts", or the file or cluster a "domain"',
    ]);
  });
});

describe("several clusters", () => {
  run([
    [
      "a problem that all share is told once, without their names",
      "clusters: { one: , two: }\nmetallb: { version: 0.6.0, pools: [{ name: a, addresses: [10.0.0.0/24] }] }",
      "5:21 services/metallb-version: MetalLB 0.6.0 is not supported; use 0.7.0 to 0.12.1, or 0.13.0 or newer",
    ],
    [
      "a problem of some names them",
      "mesh: { istio: 1.10.0 }\nclusters: { a: , b: , c: , d: , e: { mesh: { istio: 1.31.1 } } }",
      "4:16 services/istio-version: Istio 1.10.0 is not supported; use 1.1.0 to 1.5.x, or 1.22.0 or newer (cluster a, b, c and 1 more)",
    ],
  ]);
});
