import type { Cluster } from "../core/fleet.ts";
import { dashboardReleases } from "./dashboards.ts";
import { istioReleases } from "./istio.ts";
import { metallbReleases } from "./metallb.ts";
import type { Release } from "./release.ts";

/** @returns every Helm release of a cluster, in the order that they come up */
export function releasesOf(cluster: Cluster): Release[] {
  return [...metallbReleases(cluster), ...istioReleases(cluster), ...dashboardReleases(cluster)];
}
