import { isMapping } from "../core/json.ts";
import { merge } from "./merge.ts";
import type { ClusterInput, ServicesInput } from "./schema.ts";
import type { DashboardInput } from "./schema/dashboards.ts";
import type { ServiceInput } from "./schema/service.ts";
import { defaultVersions } from "./defaults.ts";
import { istioEra } from "./versions.ts";

export const dashboardNames = ["grafana", "kiali", "prometheus", "tracing"] as const;

type MeshInput = NonNullable<ServicesInput["mesh"]>;
type MetallbInput = Exclude<NonNullable<ServicesInput["metallb"]>, boolean>;

/** A cluster as its user means it: the top-level blocks with the cluster's own laid over them. Defaults are not filled in yet. */
export interface ClusterSettings {
  name: string;
  kubernetes?: string;
  nodes: readonly string[];
  gitops?: ServicesInput["gitops"];
  domain?: string;
  mesh: MeshInput;
  metallb?: MetallbInput;
  dashboards: Partial<Record<(typeof dashboardNames)[number], DashboardInput>>;
  flux: NonNullable<ServicesInput["flux"]>;
  argocd: NonNullable<ServicesInput["argocd"]>;
}

/** A service as its user means it in one cluster. */
export type ServiceSettings = Omit<ServiceInput, "clusters" | "tls"> & {
  tls?: Exclude<ServiceInput["tls"], string>;
};

/**
 * Lays a cluster's blocks over the top level's.
 * @param input services.yaml, checked against its schema
 * @param name a cluster of it
 */
export function settingsOf(input: ServicesInput, name: string): ClusterSettings {
  const cluster: ClusterInput = input.clusters[name] ?? {};
  const block = <Value>(below: Value | undefined, above: Value | undefined) =>
    merge(below, above) as Value | undefined;
  const mesh = block(input.mesh, cluster.mesh) ?? {};
  return {
    name,
    kubernetes: cluster.kubernetes,
    nodes: cluster.nodes ?? [],
    gitops: cluster.gitops ?? input.gitops,
    domain: cluster.domain ?? input.domain,
    mesh,
    metallb: mergeSwitch<MetallbInput>(input.metallb, cluster.metallb),
    dashboards: dashboardsOf(input.dashboards ?? {}, cluster.dashboards ?? {}, mesh),
    flux: block(input.flux, cluster.flux) ?? {},
    argocd: mergeArgocd(input.argocd, cluster.argocd),
  };
}

/** The destination is one of two fields: a cluster's own replaces the inherited one. */
function mergeArgocd(
  below: ServicesInput["argocd"] = {},
  above: ServicesInput["argocd"] = {},
): NonNullable<ServicesInput["argocd"]> {
  return { ...below, ...above };
}

function dashboardsOf(
  below: NonNullable<ServicesInput["dashboards"]>,
  above: NonNullable<ServicesInput["dashboards"]>,
  mesh: MeshInput,
) {
  const dashboards: ClusterSettings["dashboards"] = {};
  for (const name of dashboardNames) {
    const dashboard = mergeSwitch<DashboardInput>(below[name], above[name]);
    if (dashboard !== undefined) dashboards[name] = dashboard;
  }
  const isDecided = (above.prometheus ?? below.prometheus) !== undefined;
  if (!isDecided && needsPrometheus(dashboards, mesh)) dashboards.prometheus = {};
  return dashboards;
}

/** Grafana and Kiali show what Prometheus gathered. In the 1.1 era chart `istio` brings one by itself. */
function needsPrometheus(dashboards: ClusterSettings["dashboards"], { istio }: MeshInput): boolean {
  const shows = dashboards.grafana !== undefined || dashboards.kiali !== undefined;
  return shows && istioEra(istio ?? defaultVersions.istio) !== "legacy";
}

/** A block that may be `true` (on, as inherited), `false` (off) or a mapping. */
function mergeSwitch<Block extends object>(
  below: boolean | Block | undefined,
  above: boolean | Block | undefined,
): Block | undefined {
  const inherited = isMapping(below)
    ? (below as Block)
    : below === true
      ? ({} as Block)
      : undefined;
  if (above === undefined) return inherited;
  if (above === true) return inherited ?? ({} as Block);
  return above === false ? undefined : (merge(inherited, above) as Block);
}

/**
 * Lays a cluster's changes over a service. Lists and `versions` replace the inherited ones, since their parts belong together.
 * @param service an entry of `services`
 * @param cluster the cluster, or undefined for the service without any changes
 */
export function serviceSettingsOf(service: ServiceInput | null, cluster?: string): ServiceSettings {
  const { clusters, tls, ...rest } = service ?? {};
  const below = { ...rest, ...(tls !== undefined && { tls: longTls(tls) }) };
  const special =
    cluster === undefined || Array.isArray(clusters) ? undefined : clusters?.[cluster];
  if (!special) return below;
  const above = special.tls === undefined ? special : { ...special, tls: longTls(special.tls) };
  const merged = merge(below, above) as ServiceSettings;
  return above.versions === undefined ? merged : { ...merged, versions: above.versions };
}

function longTls(tls: NonNullable<ServiceInput["tls"]>): Exclude<ServiceInput["tls"], string> {
  return typeof tls === "string" ? { secret: tls } : tls;
}

/** @returns does the service run in the cluster? */
export function runsIn(service: ServiceInput | null, cluster: string): boolean {
  const clusters = service?.clusters;
  if (clusters === undefined) return true;
  return Array.isArray(clusters) ? clusters.includes(cluster) : Object.hasOwn(clusters, cluster);
}
