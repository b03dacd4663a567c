import type { App, Cluster, Dashboard, Mesh, Metallb } from "../../core/fleet.ts";
import {
  defaultHub,
  defaultVersions,
  ingressName,
  ingressNamespaces,
  legacyChartsRepository,
  modernChartsRepository,
} from "../defaults.ts";
import { dashboardNames, type ClusterSettings } from "../settings.ts";
import { istioEra, metallbAnnotationPrefix, metallbEra, minorOf } from "../versions.ts";

/**
 * Fills in a cluster's defaults.
 * @param settings the cluster as its user means it
 * @param apps the services that run in it
 * @returns the cluster that the components generate from; versions that no era knows are treated as new ones, and reported by
 *   `checks/versions.ts`
 */
export function resolveCluster(settings: ClusterSettings, apps: readonly App[]): Cluster {
  const { argocd } = settings;
  return {
    name: settings.name,
    kubernetes: minorOf(settings.kubernetes ?? defaultVersions.kubernetes),
    engines: settings.gitops ?? ["flux"],
    domain: settings.domain ?? "",
    mesh: resolveMesh(settings),
    ...(settings.metallb && { metallb: resolveMetallb(settings.metallb) }),
    dashboards: resolveDashboards(settings),
    apps,
    flux: { namespace: settings.flux.namespace ?? "flux-system" },
    argocd: {
      namespace: argocd.namespace ?? "argocd",
      project: argocd.project ?? settings.name,
      destination: destinationOf(argocd.destination),
    },
  };
}

function destinationOf(
  destination: { server?: string; name?: string } = {},
): { server: string } | { name: string } {
  if (destination.name !== undefined) return { name: destination.name };
  return { server: destination.server ?? "https://kubernetes.default.svc" };
}

export function resolveMesh({ mesh }: ClusterSettings): Mesh {
  const istio = mesh.istio ?? defaultVersions.istio;
  const era = istioEra(istio) ?? "modern";
  const preset = mesh.preset ?? "default";
  const repository = era === "legacy" ? legacyChartsRepository(istio) : modernChartsRepository;
  return {
    istio,
    era,
    preset,
    dataplane: preset === "ambient" ? "ambient" : "sidecar",
    charts: {
      repository: mesh.charts?.repository ?? repository,
      version: mesh.charts?.version ?? istio,
    },
    hub: mesh.hub ?? defaultHub,
    tag: mesh.tag ?? istio,
    ingress: {
      name: mesh.ingress?.name ?? ingressName,
      namespace: mesh.ingress?.namespace ?? ingressNamespaces[era],
      ...(mesh.ingress?.address !== undefined && { address: mesh.ingress.address }),
      ...(mesh.ingress?.pool !== undefined && { pool: mesh.ingress.pool }),
      allowFrom: mesh.ingress?.allowFrom ?? [],
    },
    values: mesh.values ?? {},
  };
}

function resolveMetallb(metallb: NonNullable<ClusterSettings["metallb"]>): Metallb {
  const version = metallb.version ?? defaultVersions.metallb;
  return {
    version,
    era: metallbEra(version) ?? "crd",
    annotationPrefix: metallbAnnotationPrefix(version),
    pools: (metallb.pools ?? []).map((pool) => ({
      name: pool.name,
      protocol: pool.protocol ?? "layer2",
      addresses: pool.addresses,
      autoAssign: pool.autoAssign ?? true,
      avoidBuggyIPs: pool.avoidBuggyIPs ?? false,
      interfaces: pool.interfaces ?? [],
      ...(pool.bgp && { bgp: { ...pool.bgp, communities: pool.bgp.communities ?? [] } }),
    })),
    peers: metallb.peers ?? [],
    values: metallb.values ?? {},
  };
}

function resolveDashboards(settings: ClusterSettings): Dashboard[] {
  const era = istioEra(settings.mesh.istio ?? defaultVersions.istio) ?? "modern";
  return dashboardNames.flatMap((name) => {
    const input = settings.dashboards[name];
    if (input === undefined) return [];
    const { version, allowFrom, values, host, expose = "none", ...rest } = input;
    const defaultHost = settings.domain === undefined ? undefined : `${name}.${settings.domain}`;
    const needsHost = expose === "gateway" || expose === "ingress";
    return {
      ...rest,
      name,
      expose,
      ...(needsHost && { host: host ?? defaultHost }),
      allowFrom: allowFrom ?? [],
      ...(era === "modern" && { version: version ?? defaultVersions.dashboards[name] }),
      values: values ?? {},
    };
  });
}
