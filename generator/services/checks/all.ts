import type { App, Cluster } from "../../core/fleet.ts";
import type { Reporter } from "../report.ts";
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

export interface ServiceView {
  name: string;
  settings: ServiceSettings;
  app: App;
}

/** Checks what does not depend on a cluster. */
export function checkFile(input: ServicesInput, reporter: Reporter): void {
  void input;
  void reporter;
}

/** Checks one cluster. */
export function checkCluster(view: ClusterView, reporter: Reporter): void {
  void view;
  void reporter;
}
