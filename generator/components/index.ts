import type { Cluster, Fleet } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { planBase } from "./app.ts";
import { planArgocd, planServices } from "./argocd.ts";
import { planExposure } from "./expose.ts";
import { planFlux } from "./flux.ts";
import { planHelm } from "./helm.ts";
import { planLegacyMetallb, planMetallbConfig } from "./metallb.ts";
import { planNamespaces } from "./namespaces.ts";
import { planOverlay } from "./overlay.ts";
import type { ClusterContext, Context } from "./plan.ts";
import { planReadme } from "./readme.ts";

/** What a cluster's stages hold, whichever engine syncs them. */
const infrastructure: readonly ((context: ClusterContext) => PlannedFile[])[] = [
  planExposure,
  planMetallbConfig,
  planNamespaces,
];

/**
 * Plans every file of a fleet.
 * @param fleet the resolved services.yaml
 * @param existing repository-relative paths of the files that are there; used to include the user's `custom/` components
 * @returns the files, sorted by path; the same fleet gives the same plan
 */
export function planTree(fleet: Fleet, existing: ReadonlySet<string> = new Set()): PlannedFile[] {
  const context: Context = { fleet, existing };
  const files = [...fleet.base.values()].flatMap((app) => planBase(context, app));
  for (const cluster of fleet.clusters) files.push(...planCluster({ ...context, cluster }));
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function planCluster(context: ClusterContext): PlannedFile[] {
  const { cluster } = context;
  const files = infrastructure.flatMap((plan) => plan(context));
  const manifests = new Set(
    files.some(({ path }) => path.includes("/infrastructure/dashboards/manifests/"))
      ? ["dashboards"]
      : [],
  );
  const forFlux = [...planLegacyMetallb(context), ...planHelm(context, manifests)];
  const stages = stagesOf(cluster, [...files, ...forFlux]);
  return [
    ...files,
    ...(cluster.engines.includes("flux") ? [...forFlux, ...planFlux(context, stages)] : []),
    ...(cluster.engines.includes("argocd")
      ? [...planArgocd(context, stages), ...planServices(context)]
      : []),
    ...cluster.apps.flatMap((app) => planOverlay(context, app)),
    planReadme(context, stages),
  ];
}

/** @returns the folders of the infrastructure that hold files, such as `metallb` and `dashboards/manifests` */
function stagesOf(cluster: Cluster, files: readonly PlannedFile[]): Set<string> {
  const start = `clusters/${cluster.name}/infrastructure/`;
  const folders = files
    .filter(({ path }) => path.startsWith(start))
    .map(({ path }) => path.slice(start.length, path.lastIndexOf("/")));
  return new Set(folders.flatMap((folder) => [folder, folder.split("/")[0] ?? folder]));
}
