import { expect, test } from "vitest";
import { apps2019, exampleFleet, makeApp, makeCluster, makeFleet } from "./testdata/fleet.ts";
import { richFleet } from "./testdata/rich.ts";
import { objectsIn, renderFleet, showTree, templates, type Object } from "./testdata/tree.ts";
import { planTree } from "./index.ts";

const example = renderFleet(exampleFleet);
const rich = renderFleet(richFleet);

test("the tree of the scenario of 2019, in a cluster of then and one of today", async () => {
  await expect(showTree(example)).toMatchFileSnapshot("testdata/golden/example.txt");
});

test("the tree of a fleet that uses everything", async () => {
  await expect(showTree(rich)).toMatchFileSnapshot("testdata/golden/rich.txt");
});

test("each template is used, and each used template is there", () => {
  const used = new Set(
    [...planTree(exampleFleet), ...planTree(richFleet), ...planTree(movedFleet)].map(
      ({ template }) => template,
    ),
  );
  expect([...templates.keys()].filter((template) => !used.has(template))).toEqual([]);
  expect([...used].filter((template) => !templates.has(template))).toEqual([]);
});

test("the same fleet gives the same tree, each path once", () => {
  expect(showTree(renderFleet(exampleFleet))).toBe(showTree(example));
  const paths = planTree(richFleet).map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});

test("the first line of each file says where to edit", () => {
  for (const [path, text] of rich)
    expect(text.split("\n")[0], path).toMatch(
      /^(#|<!--) Made by Meshwright from services\.yaml through templates\/\S+: edit services\.yaml/,
    );
});

test.each([
  ["wservice", ["/", "/getLog.jsp", "/test/serverLog"]],
  ["tservice", ["/", "/test", "/test/accessLog"]],
  ["mservice", ["/", "/test", "/test/serverLog", "/test/test1", "/test/test2", "/test/http"]],
])("%s is what the notes of 2019 say", (name, paths) => {
  const [gateway, , , virtualService] = objectsIn(example, `apps/${name}/base`);
  expect(gateway).toMatchObject({
    kind: "Gateway",
    metadata: { name: `${name}-gateway`, namespace: name },
  });
  expect(gateway.spec).toEqual({
    selector: { istio: "ingressgateway" },
    servers: [
      {
        port: { number: 80, name: "http", protocol: "HTTP" },
        hosts: [`${name}.app.paas-test.com`],
      },
    ],
  });
  expect(virtualService).toMatchObject({
    kind: "VirtualService",
    metadata: { name: `${name}info`, namespace: name },
  });
  expect(virtualService.spec).toEqual({
    hosts: [`${name}.app.paas-test.com`],
    gateways: [`${name}-gateway`],
    http: [
      {
        match: paths.map((exact) => ({ uri: { exact } })),
        route: [{ destination: { host: name, port: { number: 80 } } }],
      },
    ],
  });
});

test("no object has two owners in a cluster", () => {
  for (const cluster of [...exampleFleet.clusters, ...richFleet.clusters]) {
    const tree = exampleFleet.clusters.includes(cluster) ? example : rich;
    const folders = [
      `clusters/${cluster.name}/flux`,
      `clusters/${cluster.name}/infrastructure`,
      ...cluster.apps.map(({ name }) => `apps/${name}/base`),
    ];
    const ids = folders
      .flatMap((folder) => objectsIn(tree, folder))
      .filter((object) => !object.apiVersion.startsWith("kustomize.config.k8s.io"))
      .map(
        ({ apiVersion, kind, metadata }) =>
          `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
      );
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  }
});

test("a stage waits for the one before, and services for the last", () => {
  const stages = objectsIn(example, "clusters/paas-test/flux").map(({ metadata, spec }) => [
    metadata.name,
    spec.dependsOn?.[0].name,
  ]);
  expect(stages).toEqual([
    ["namespaces", undefined],
    ["metallb", "namespaces"],
    ["metallb-config", "metallb"],
    ["istio-init", "metallb-config"],
    ["istio", "istio-init"],
    ["istio-ingress", "istio"],
    ["dashboards", "istio-ingress"],
    ["app-mservice", "dashboards"],
    ["app-tservice", "dashboards"],
    ["app-wservice", "dashboards"],
  ]);
});

test("a namespace that services share belongs to the cluster, as does one of another name", () => {
  const shared = makeApp("a", ["/"], { namespace: "b", ownsNamespace: false });
  const host = makeApp("b", ["/"], { ownsNamespace: false });
  const other = makeApp("c", ["/"], { namespace: "elsewhere" });
  const tree = renderFleet(makeFleet([makeCluster([shared, host, other])], [shared, host, other]));
  for (const name of ["a", "b", "c"])
    expect(tree.has(`apps/${name}/base/namespace.yaml`)).toBe(false);
  const folder = "clusters/paas-test/infrastructure/namespaces";
  // b may fall to service b some day, and must survive that; nobody else can ever own the other.
  expect(objectsIn(tree, `${folder}/b.yaml`)[0].metadata).toEqual({
    name: "b",
    annotations: {
      "argocd.argoproj.io/sync-options": "Prune=false",
      "kustomize.toolkit.fluxcd.io/prune": "disabled",
    },
    labels: { "istio-injection": "enabled" },
  });
  expect(objectsIn(tree, `${folder}/elsewhere.yaml`)[0].metadata).toEqual({
    name: "elsewhere",
    labels: { "istio-injection": "enabled" },
  });
});

test("the user's components are included if they are there, after our patches", () => {
  const existing = new Set([
    "apps/wservice/custom/kustomization.yaml",
    "apps/wservice/overlays/paas-2019/custom/kustomization.yaml",
  ]);
  const tree = renderFleet(exampleFleet, existing);
  const componentsOf = (path: string): Object =>
    objectsIn(tree, `apps/${path}/kustomization.yaml`)[0].components;
  expect(componentsOf("wservice/overlays/paas-2019")).toEqual([
    "patches",
    "../../custom",
    "custom",
  ]);
  expect(componentsOf("wservice/overlays/paas-test")).toEqual(["../../custom"]);
  expect(componentsOf("tservice/overlays/paas-test")).toBeUndefined();
});

/** Services whose overlays add and remove objects. */
const [wservice] = apps2019.filter(({ name }) => name === "wservice");
const canary = { ...wservice!, subsets: [{ name: "v1", labels: { version: "v1" } }] };
const movedFleet = makeFleet(
  [
    makeCluster([{ ...canary, ownsNamespace: true }]),
    makeCluster([{ ...wservice!, subsets: [] }], { name: "other" }),
  ],
  [{ ...wservice!, ownsNamespace: false }],
);

test("an overlay adds what base has not", () => {
  const tree = renderFleet(movedFleet);
  expect(
    objectsIn(tree, "apps/wservice/overlays/paas-test/kustomization.yaml")[0].resources,
  ).toEqual(["../../base", "namespace.yaml", "destinationrule.yaml"]);
});

test("an overlay deletes what only base has, and nulls what is gone from an object", () => {
  const secured = makeApp("a", ["/"], { subsets: canary.subsets });
  const here = makeApp("a", ["/"]);
  const tree = renderFleet(makeFleet([makeCluster([here])], [secured]));
  expect(objectsIn(tree, "apps/a/overlays/paas-test/patches/destinationrule.yaml")).toEqual([
    {
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata: { name: "a", namespace: "a" },
      $patch: "delete",
    },
  ]);
});
