import type { App, Cluster } from "../../core/fleet.ts";
import type { ServicesInput } from "../schema.ts";
import type { ClusterSettings, ServiceSettings } from "../settings.ts";

/** A cluster as it is resolved, beside what its user wrote. */
export interface ClusterView {
  name: string;
  settings: ClusterSettings;
  cluster: Cluster;
  services: readonly ServiceView[];
  input: ServicesInput;
}

/** A service in one cluster, likewise. */
export interface ServiceView {
  name: string;
  settings: ServiceSettings;
  app: App;
}
