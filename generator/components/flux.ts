import type { PlannedFile } from "../core/plan.ts";
import { infrastructureOf, planManifest, type ClusterContext } from "./plan.ts";
import { appsOrder, stages } from "./stages.ts";

/** Plans `clusters/<cluster>/flux`: one Kustomization for each stage that holds something, each after the one before, then one for each service. */
export function planFlux(
  context: ClusterContext,
  stagesWithFiles: ReadonlySet<string>,
): PlannedFile[] {
  const { cluster } = context;
  const files: PlannedFile[] = [];
  let previous: string | undefined;
  for (const { name, order } of stages) {
    if (!stagesWithFiles.has(name)) continue;
    files.push(
      planSync(
        context,
        `${order}-${name}`,
        "stage",
        name,
        `./${infrastructureOf(cluster)}/${name}`,
        previous,
      ),
    );
    previous = name;
  }
  for (const { name } of cluster.apps) {
    files.push(
      planSync(
        context,
        `${appsOrder}-app-${name}`,
        "app",
        `app-${name}`,
        `./apps/${name}/overlays/${cluster.name}`,
        previous,
      ),
    );
  }
  return files;
}

function planSync(
  context: ClusterContext,
  file: string,
  template: string,
  name: string,
  path: string,
  after: string | undefined,
): PlannedFile {
  const { cluster } = context;
  const manifest = {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name, namespace: cluster.flux.namespace },
  };
  const planned = planManifest(
    context,
    `clusters/${cluster.name}/flux/${file}.yaml`,
    `templates/clusters/_cluster_/flux/${template}.yaml.hbs`,
    manifest,
  );
  return { ...planned, data: { ...planned.data, path, after } };
}
