import { expect, test } from "vitest";
import type { Cluster, Fleet } from "../core/fleet.ts";
import type { Tree } from "../core/tree.ts";
import {
  exampleFleet,
  makeCluster,
  makeDashboard,
  makeFleet,
  makeLegacyCluster,
} from "./testdata/fleet.ts";
import { richFleet } from "./testdata/rich.ts";
import { objectsIn, renderFleet, type Object } from "./testdata/tree.ts";

/** A chart as it is installed, whoever installs it. */
interface Installed {
  release: string;
  namespace: string;
  repository: string;
  chart: string;
  version: string;
  values: Object;
  /** Services whose type no value sets. */
  exposed: Object;
}

/** What Flux brings up: every chart, and every folder of plain manifests. */
function readFlux(tree: Tree, cluster: Cluster): { charts: Installed[]; folders: string[] } {
  const objects = objectsIn(tree, `clusters/${cluster.name}/infrastructure`);
  const repositories = new Map(
    objects
      .filter(({ kind }) => kind === "HelmRepository")
      .map(({ metadata, spec }) => [metadata.name, spec.url]),
  );
  const releases = objects.filter(({ kind }) => kind === "HelmRelease");
  const charts = releases.map(({ spec }: Object): Installed => {
    const { chart, version, sourceRef } = spec.chart.spec;
    const patches = spec.postRenderers?.[0].kustomize.patches ?? [];
    const exposed = patches.map((patch: Object) => patch.target.name).sort();
    return {
      release: spec.releaseName,
      namespace: spec.targetNamespace,
      repository: repositories.get(sourceRef.name),
      chart,
      version,
      values: spec.values,
      exposed,
    };
  });
  // A folder that holds objects of Flux's own is Flux's way to a chart; what is left is plain.
  const stages = objectsIn(tree, `clusters/${cluster.name}/flux`).map(({ spec }) =>
    spec.path.slice(2),
  );
  const plain = stages.filter(
    (path) =>
      !path.endsWith("/dashboards") &&
      !objectsIn(tree, path).some(({ apiVersion }) => /toolkit\.fluxcd\.io/.test(apiVersion)),
  );
  const manifests = objectsIn(
    tree,
    `clusters/${cluster.name}/infrastructure/dashboards/kustomization.yaml`,
  )[0]?.resources.includes("manifests");
  const beside = manifests ? [`clusters/${cluster.name}/infrastructure/dashboards/manifests`] : [];
  return { charts: sortCharts(charts), folders: [...new Set([...plain, ...beside])].sort() };
}

function readArgocd(
  tree: Tree,
  cluster: Cluster,
  fleet: Fleet,
): { charts: Installed[]; folders: string[] } {
  const applications = objectsIn(tree, `clusters/${cluster.name}/argocd/applications`).filter(
    ({ kind }) => kind === "Application",
  );
  const charts: Installed[] = [];
  const folders: string[] = [];
  for (const { spec } of applications) {
    const [source, services] = spec.sources ?? [spec.source];
    if (source.repoURL === fleet.git.url) folders.push(source.path);
    if (source.chart === undefined) continue;
    const exposed = services
      ? objectsIn(tree, services.path)
          .map(({ metadata }) => metadata.name)
          .sort()
      : [];
    const { releaseName, valuesObject } = source.helm;
    const { repoURL, chart, targetRevision } = source;
    charts.push({
      release: releaseName,
      namespace: spec.destination.namespace,
      repository: repoURL,
      chart,
      version: targetRevision,
      values: valuesObject,
      exposed,
    });
  }
  return { charts: sortCharts(charts), folders: folders.sort() };
}

function sortCharts(charts: Installed[]): Installed[] {
  return charts.sort((a, b) => (a.release < b.release ? -1 : 1));
}

const engines: Cluster["engines"] = ["flux", "argocd"];
const oldKiali = makeLegacyCluster([], {
  dashboards: [
    makeDashboard("kiali"),
    makeDashboard("prometheus", { expose: "ingress", host: "p.example.com" }),
  ],
});
const mirrored = makeCluster([], {
  mesh: {
    ...makeCluster([]).mesh,
    charts: { repository: "https://charts.example.com", version: "1.27.0" },
  },
});

test.each([
  ["example", exampleFleet],
  [
    "rich",
    makeFleet(
      richFleet.clusters.map((cluster) => ({ ...cluster, engines })),
      [...richFleet.base.values()],
    ),
  ],
  ["dashboards of 2019", makeFleet([oldKiali], [])],
  ["a mirror", makeFleet([mirrored], [])],
])("both engines bring up the same: %s", (_, fleet) => {
  const tree = renderFleet(fleet);
  for (const cluster of fleet.clusters) {
    const flux = readFlux(tree, cluster);
    expect(flux.charts.length).toBeGreaterThan(1);
    expect(readArgocd(tree, cluster, fleet)).toEqual(flux);
  }
});

test("one engine's files are written only if it is asked for", () => {
  const paths = (engine: Cluster["engines"]): string[] => [
    ...renderFleet(makeFleet([makeCluster([], { engines: engine })], [])).keys(),
  ];
  expect(paths(["flux"]).filter((path) => path.includes("/argocd/"))).toEqual([]);
  const argocd = paths(["argocd"]);
  expect(
    argocd.filter((path) => path.includes("/flux/") || /helm(release|repository)/.test(path)),
  ).toEqual([]);
  expect(argocd).toContain("clusters/paas-test/infrastructure/metallb-config/kustomization.yaml");
});

test("what a person applies for Argo CD is the root alone; the root syncs the rest in waves", () => {
  const tree = renderFleet(exampleFleet);
  const applied = [...tree.keys()].filter((path) =>
    /^clusters\/paas-test\/argocd\/[^/]+$/.test(path),
  );
  expect(applied).toEqual([
    "clusters/paas-test/argocd/root-project.yaml",
    "clusters/paas-test/argocd/root.yaml",
  ]);
  const [root] = objectsIn(tree, "clusters/paas-test/argocd/root.yaml");
  const children = objectsIn(tree, root.spec.source.path).filter(
    ({ kind }) => kind === "Application",
  );
  const waves = new Map(
    children.map(({ metadata }) => [
      metadata.name,
      Number(metadata.annotations["argocd.argoproj.io/sync-wave"]),
    ]),
  );
  const order = [
    "namespaces",
    "metallb",
    "metallb-config",
    "istio-base",
    "istiod",
    "istio-ingressgateway",
    "grafana",
    "app-wservice",
  ];
  const found = order.map((name) => waves.get(`paas-test-${name}`));
  expect(found).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
});

test("in the ambient data plane istiod, cni and ztunnel follow each other", () => {
  const tree = renderFleet(richFleet);
  const wave = (name: string): string =>
    objectsIn(tree, "clusters/edge/argocd/applications").find(
      ({ metadata }) => metadata.name === `edge-${name}`,
    ).metadata.annotations["argocd.argoproj.io/sync-wave"];
  expect(["istiod", "istio-cni", "ztunnel"].map(wave)).toEqual(["50", "51", "52"]);
});

test("the project allows what the Applications use, and nothing of the rest", () => {
  for (const fleet of [exampleFleet, richFleet]) {
    const tree = renderFleet(fleet);
    for (const { name } of fleet.clusters) {
      const objects = objectsIn(tree, `clusters/${name}/argocd/applications`);
      const project = objects.find(({ kind }) => kind === "AppProject");
      const applications = objects.filter(({ kind }) => kind === "Application");
      const sources = applications
        .flatMap(({ spec }) => spec.sources ?? [spec.source])
        .map(({ repoURL }) => repoURL);
      expect([...new Set(sources)].sort()).toEqual(project.spec.sourceRepos);
      const namespaces = project.spec.destinations.map(({ namespace }: Object) => namespace);
      for (const { spec } of applications) expect(namespaces).toContain(spec.destination.namespace);
      expect(namespaces).not.toContain("argocd");
    }
  }
});
