import type { App, Fleet, Mesh } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { gatewaySpec } from "./gateway.ts";
import { meshLabels, ownsNamespace } from "./namespaces.ts";
import { planKustomization, planManifest, type Context, type Manifest } from "./plan.ts";
import { virtualServiceSpec } from "./virtualservice.ts";

/** How the same service is written for different meshes. */
export interface Flavour {
  readonly apiVersion: string;
  readonly dataplane: Mesh["dataplane"];
  readonly era: Mesh["era"];
}

/** @returns the version of Istio's networking kinds to write (FACTS.md 8) */
export function networkingVersion(mesh: Pick<Mesh, "era">): string {
  return mesh.era === "legacy" ? "networking.istio.io/v1alpha3" : "networking.istio.io/v1";
}

/** @returns the flavour of `apps/<service>/base`: the newest API; ambient only if every cluster is */
export function baseFlavour(fleet: Fleet): Flavour {
  const isAmbient =
    fleet.clusters.length > 0 && fleet.clusters.every(({ mesh }) => mesh.dataplane === "ambient");
  return {
    apiVersion: networkingVersion({ era: "modern" }),
    dataplane: isAmbient ? "ambient" : "sidecar",
    era: "modern",
  };
}

/** @returns the objects of a service by the name of their file, in the order that they are applied */
export function manifestsOf(app: App, flavour: Flavour): Map<string, Manifest> {
  const { name, namespace } = app;
  const { apiVersion } = flavour;
  const files = new Map<string, Manifest>();
  if (ownsNamespace(app)) {
    // Kept while the namespace moves to another owner; removing the service still removes it.
    const annotations = { "argocd.argoproj.io/sync-options": "Prune=false" };
    files.set("namespace", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, annotations, labels: meshLabels(flavour.dataplane) },
    });
  }
  const networking = (
    kind: string,
    objectName: string,
    spec: Record<string, unknown>,
  ): Manifest => ({
    apiVersion,
    kind,
    metadata: {
      name: objectName,
      namespace,
      ...(Object.keys(app.labels).length > 0 && { labels: app.labels }),
    },
    spec,
  });
  files.set("gateway", networking("Gateway", `${name}-gateway`, gatewaySpec(app)));
  if (app.subsets.length > 0) {
    files.set(
      "destinationrule",
      networking("DestinationRule", name, { host: app.backend.host, subsets: app.subsets }),
    );
  }
  files.set(
    "virtualservice",
    networking("VirtualService", `${name}info`, virtualServiceSpec(app, flavour.era)),
  );
  return files;
}

/** Plans `apps/<service>/base`: the service as the top-level defaults make it. */
export function planBase(context: Context, app: App): PlannedFile[] {
  const to = `apps/${app.name}/base`;
  const from = "templates/apps/_service_/base";
  const manifests = manifestsOf(app, baseFlavour(context.fleet));
  const files = [...manifests].map(([file, manifest]) =>
    planManifest(context, `${to}/${file}.yaml`, `${from}/${file}.yaml.hbs`, manifest),
  );
  const own = [...manifests.keys()].map((file) => `${file}.yaml`);
  const extra = app.manifests.map((path) => relativePath(to, path));
  return [
    ...files,
    planKustomization(context, to, `${from}/kustomization.yaml.hbs`, [...own, ...extra]),
  ];
}

/** @returns a repository-relative path as it is written in a folder's kustomization.yaml */
function relativePath(folder: string, path: string): string {
  const from = folder.split("/");
  const to = path.split("/").filter((part) => part !== "" && part !== ".");
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
