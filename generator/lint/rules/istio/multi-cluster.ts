import type { World } from "../../../core/build.ts";
import { compileGlob } from "../../../core/glob.ts";
import { groupKindOf, type Resource } from "../../../core/resource.ts";
import { readYaml } from "../../../yaml/read.ts";
import { entries, type Field, get, isSet, isTrue, items, text, texts } from "../field.ts";

/** A cluster whose files say which mesh it is part of. */
export interface MeshCluster {
  /** `global.multiCluster.clusterName` of its control plane. */
  name: string;
  worlds: readonly World[];
  /** `global.meshID`. */
  mesh: string | undefined;
  /** The clusters whose Services its control plane reads: it has a Secret with access to each. */
  remotes: readonly string[];
  /** Does a Service belong to this cluster alone, whatever other clusters have under its name? */
  isLocal(service: Resource): boolean;
}

/**
 * Finds the clusters that are known to be of one mesh: they have names of their own, and either the same mesh ID or a Secret of one that
 * gives access to the other. Nothing else proves it: without an ID, unrelated clusters have the same default.
 * @returns each mesh with two clusters or more
 */
export function findMeshes(worlds: readonly World[]): MeshCluster[][] {
  const clusters = readClusters(worlds);
  const meshes: MeshCluster[][] = [];
  for (const cluster of clusters) {
    const joined = meshes.filter((mesh) => mesh.some((other) => shareMesh(cluster, other)));
    for (const mesh of joined) meshes.splice(meshes.indexOf(mesh), 1);
    meshes.push([...joined.flat(), cluster]);
  }
  return meshes.filter((mesh) => mesh.length > 1);
}

function shareMesh(left: MeshCluster, right: MeshCluster): boolean {
  return (
    (left.mesh !== undefined && left.mesh === right.mesh) ||
    left.remotes.includes(right.name) ||
    right.remotes.includes(left.name)
  );
}

/** One cluster can have several worlds, one for each engine. */
function readClusters(worlds: readonly World[]): MeshCluster[] {
  const named = new Map<string, MeshCluster>();
  for (const world of worlds) {
    const values = controlPlanes(world);
    const name = onlyOne(values, "global", "multiCluster", "clusterName");
    if (name === undefined) continue;
    const mesh = onlyOne(values, "global", "meshID");
    const before = named.get(name);
    const isLocal = localServices(values);
    named.set(name, {
      name,
      worlds: [...(before?.worlds ?? []), world],
      mesh: before && before.mesh !== mesh ? undefined : mesh,
      remotes: [...(before?.remotes ?? []), ...remotesOf(world)],
      isLocal: (service) => isLocal(service) || before?.isLocal(service) === true,
    });
  }
  return [...named.values()];
}

/** @returns the one text that all values have there; undefined where none has one, or they differ */
function onlyOne(values: readonly Field[], ...keys: string[]): string | undefined {
  const [one, ...others] = new Set(values.flatMap((field) => text(get(field, ...keys)) || []));
  return others.length === 0 ? one : undefined;
}

/** The values of the charts and operators that install Istio in a world's cluster. */
function controlPlanes({ builds }: World): Field[] {
  return [
    ...builds.flatMap(({ source }) =>
      source === undefined ? [] : argocdValues({ path: [], value: source.data }),
    ),
    ...builds.flatMap(({ resources }) => resources.flatMap(valuesOf)),
  ].filter((values) => isSet(get(values, "global")));
}

function valuesOf({ id, data }: Resource): Field[] {
  const spec = get({ path: [], value: data }, "spec");
  switch (groupKindOf(id)) {
    case "HelmRelease.helm.toolkit.fluxcd.io": // one with kubeConfig installs elsewhere
      return isSet(get(spec, "kubeConfig")) ? [] : [get(spec, "values")];
    case "IstioOperator.install.istio.io":
    case "Istio.sailoperator.io":
      return [get(spec, "values")];
    default:
      return [];
  }
}

function argocdValues(application: Field): Field[] {
  const spec = get(application, "spec");
  return [get(spec, "source"), ...items(get(spec, "sources"))].flatMap((source) => {
    const helm = get(source, "helm");
    const written = text(get(helm, "values"));
    const read = written === undefined ? [] : readYaml("values.yaml", written).documents;
    return [get(helm, "valuesObject"), ...read.map(({ value }) => ({ path: [], value }))];
  });
}

/** The clusters that Secrets for istiod give access to; their names are readable in encrypted Secrets too. */
function remotesOf({ builds }: World): string[] {
  return builds
    .flatMap(({ resources }) => resources)
    .filter(({ id }) => groupKindOf(id) === "Secret")
    .map(({ data }): Field => ({ path: [], value: data }))
    .filter((secret) => get(secret, "metadata", "labels", "istio/multiCluster").value === "true")
    .flatMap((secret) => ["data", "stringData"].flatMap((key) => entries(get(secret, key))))
    .map(({ key }) => key);
}

/** Hosts that Istio leaves to each cluster by itself. Source: pkg/config/mesh and pilot/pkg/model/cluster_local.go of istio/istio. */
const LOCAL_HOSTS = ["*.kube-system.svc.cluster.local", "kubernetes.default.svc.cluster.local"];

/**
 * Reads which Services the mesh configuration leaves to each cluster. In an ambient mesh those are all that have no label
 * `istio.io/global`.
 */
function localServices(values: readonly Field[]): (service: Resource) => boolean {
  const settings = values.flatMap((field) => items(get(field, "meshConfig", "serviceSettings")));
  const given = settings
    .filter((setting) => isTrue(get(setting, "settings", "clusterLocal")))
    .flatMap((setting) => texts(get(setting, "hosts")).map(({ value }) => value));
  const matchers = [...LOCAL_HOSTS, ...given].map(compileGlob);
  const isAmbient = values.some((field) => get(field, "profile").value === "ambient");
  return ({ id, data }) => {
    const label = get({ path: [], value: data }, "metadata", "labels", "istio.io/global");
    if (isAmbient && label.value !== "true") return true;
    const host = `${id.name}.${id.namespace ?? "default"}.svc.cluster.local`;
    return matchers.some((matches) => matches(host));
  };
}
