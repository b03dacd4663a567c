import { expect, test } from "vitest";
import type { Cluster } from "../core/fleet.ts";
import { loadBalancerOf } from "./loadbalancer.ts";
import type { Release } from "./release.ts";
import { releasesOf } from "./releases.ts";
import {
  makeApp,
  makeCluster,
  makeDashboard,
  makeFleet,
  makeLegacyCluster,
} from "./testdata/fleet.ts";
import { objectsIn, renderFleet } from "./testdata/tree.ts";
import { isBefore } from "./versions.ts";

/** A release that must be there. */
function releaseOf(cluster: Cluster, name: string): Release {
  const release = releasesOf(cluster).find((candidate) => candidate.name === name);
  if (!release) throw new Error(`no release ${name}`);
  return release;
}

test.each([
  ["1.9.0", "1.10.0", true],
  ["1.10.0", "1.9.9", false],
  ["1.30.0", "1.30.0", false],
  ["1.30.0-rc.1", "1.31.0", true],
  ["1.13", "1.14", true],
])("%s is before %s: %s", (version, other, answer) => {
  expect(isBefore(version, other)).toBe(answer);
});

test("the demo profile of Istio 1.1, with images that can still be pulled", () => {
  const values = releaseOf(makeLegacyCluster([]), "istio").values;
  expect(values).toMatchObject({
    global: {
      hub: "docker.io/istio",
      tag: "1.1.1",
      disablePolicyChecks: false,
      proxy: {
        accessLogFile: "/dev/stdout",
        resources: { requests: { cpu: "10m", memory: "40Mi" } },
      },
    },
    pilot: { traceSampling: 100 },
    mixer: {
      policy: { enabled: true },
      telemetry: { enabled: true },
      adapters: { stdio: { enabled: true } },
    },
    gateways: {
      "istio-egressgateway": { enabled: true },
      "istio-ingressgateway": { type: "LoadBalancer" },
    },
    grafana: {
      enabled: true,
      service: { type: "LoadBalancer", loadBalancerSourceRanges: ["192.168.0.0/16"] },
    },
    tracing: { enabled: true },
    kiali: { enabled: true, createDemoSecret: true },
  });
  const init = releaseOf(makeLegacyCluster([]), "istio-init");
  expect(init.values).toEqual({ global: { hub: "docker.io/istio", tag: "1.1.1" } });
});

test("a TLS Secret turns SDS on in Istio 1.1, where it is off by default", () => {
  const gatewayOf = (cluster: Cluster): unknown =>
    (releaseOf(cluster, "istio").values as { gateways: Record<string, unknown> }).gateways[
      "istio-ingressgateway"
    ];
  const secured = makeApp("a", ["/"], { tls: { secret: "a-tls", redirect: true } });
  expect(gatewayOf(makeLegacyCluster([secured]))).toMatchObject({ sds: { enabled: true } });
  expect(gatewayOf(makeLegacyCluster([makeApp("a", ["/"])]))).not.toHaveProperty("sds");
});

test.each([
  [
    "0.16.2",
    "metallb.io",
    { annotations: { "metallb.io/loadBalancerIPs": "10.0.0.1", "metallb.io/address-pool": "p" } },
  ],
  [
    "0.14.8",
    "metallb.universe.tf",
    {
      annotations: {
        "metallb.universe.tf/loadBalancerIPs": "10.0.0.1",
        "metallb.universe.tf/address-pool": "p",
      },
    },
  ],
  [
    "0.11.0",
    "metallb.universe.tf",
    { loadBalancerIP: "10.0.0.1", annotations: { "metallb.universe.tf/address-pool": "p" } },
  ],
])(
  "MetalLB %s gives a fixed address in its own way, never in two",
  (version, annotationPrefix, fields) => {
    const cluster = makeCluster([]);
    const metallb = { ...cluster.metallb!, version, annotationPrefix };
    expect(
      loadBalancerOf({ ...cluster, metallb }, { address: "10.0.0.1", pool: "p", allowFrom: [] }),
    ).toEqual(fields);
  },
);

test.each([
  ["1.22.0", true],
  ["1.25.4", true],
  ["1.25.5", false],
  ["1.26.3", true],
  ["1.26.4", false],
  ["1.27.0", true],
  ["1.27.1", false],
  ["1.31.1", false],
])("the gateway chart %s has a schema that refuses every value: %s", (version, broken) => {
  const cluster = makeCluster([]);
  const mesh = { ...cluster.mesh, charts: { ...cluster.mesh.charts, version } };
  expect(releaseOf({ ...cluster, mesh }, "istio-ingressgateway").skipSchemaValidation).toBe(broken);
});

test.each([
  ["1.36", "networking.k8s.io/v1"],
  ["1.19", "networking.k8s.io/v1"],
  ["1.18", "networking.k8s.io/v1beta1"],
  ["1.13", "extensions/v1beta1"],
])("Kubernetes %s gets its Ingress as %s", (kubernetes, apiVersion) => {
  const dashboards = [
    makeDashboard("grafana", { expose: "ingress", host: "g.example.com", ingressClass: "nginx" }),
  ];
  const tree = renderFleet(makeFleet([makeLegacyCluster([], { kubernetes, dashboards })], []));
  const path = "clusters/paas-2019/infrastructure/dashboards/manifests/grafana-ingress.yaml";
  expect(objectsIn(tree, path)[0]).toMatchObject({ apiVersion, kind: "Ingress" });
});

test("charts in an OCI registry are named as each engine wants it", () => {
  const cluster = makeCluster([]);
  const charts = { repository: "oci://ghcr.io/istio/release/charts", version: "1.31.1" };
  const tree = renderFleet(makeFleet([{ ...cluster, mesh: { ...cluster.mesh, charts } }], []));
  const folder = "clusters/paas-test/infrastructure/istio-init";
  expect(objectsIn(tree, `${folder}/helmrepository-istio.yaml`)[0].spec).toMatchObject({
    type: "oci",
    url: charts.repository,
  });
  const [application] = objectsIn(tree, "clusters/paas-test/argocd/applications/50-istiod.yaml");
  expect(application.spec.source.repoURL).toBe("ghcr.io/istio/release/charts");
});

test("no dashboard draws something new at every render, which Argo CD would apply for ever", () => {
  const names = ["grafana", "kiali"] as const;
  const cluster = makeCluster([], {
    dashboards: names.map((name) => makeDashboard(name, { version: "1.0.0" })),
  });
  expect(releaseOf(cluster, "grafana").values).toHaveProperty(
    "env.GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION",
    "true",
  );
  const key = (releaseOf(cluster, "kiali").values as { login_token: { signing_key: string } })
    .login_token.signing_key;
  expect([16, 24, 32]).toContain(key.length);
});

test("without MetalLB or an ingress gateway their stages are left out", () => {
  const { metallb: _metallb, ...cluster } = makeCluster([], { dashboards: [] });
  const tree = renderFleet(
    makeFleet([{ ...cluster, mesh: { ...cluster.mesh, preset: "minimal" } }], []),
  );
  const stages = objectsIn(tree, "clusters/paas-test/flux").map(({ metadata }) => metadata.name);
  expect(stages).toEqual(["namespaces", "istio-init", "istio"]);
});
