import type { App } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { manifestFiles, metallbNamespace } from "./metallb.ts";
import { istioNamespace } from "./istio.ts";
import { infrastructureOf, planManifest, type ClusterContext, type Manifest } from "./plan.ts";
import { projectPolicy } from "./argocd-project.ts";
import type { Release } from "./release.ts";
import { releasesOf } from "./releases.ts";
import { appsOrder, orderOf, type StageName } from "./stages.ts";

const templates = "templates/clusters/_cluster_/argocd";
const inCluster = "https://kubernetes.default.svc";

/** What differs between the child Applications. */
interface Child {
  /** Its name after the cluster's. */
  name: string;
  order: number;
  namespace: string;
  sources: readonly Readonly<Record<string, unknown>>[];
  ignoreDifferences: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Plans `clusters/<cluster>/argocd`: what a person applies once (the root Application and its own project), and under `applications/` what
 * the root syncs: the services' project, the health check that makes waves wait, and a child Application for each release and service.
 */
export function planArgocd(
  context: ClusterContext,
  stagesWithFiles: ReadonlySet<string>,
): PlannedFile[] {
  const { cluster, fleet } = context;
  const { argocd } = cluster;
  const to = `clusters/${cluster.name}/argocd`;
  const resource = (kind: string, name: string): Manifest => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind,
    metadata: { name, namespace: argocd.namespace },
  });
  const plan = (file: string, manifest: Manifest, data: Record<string, unknown>): PlannedFile => {
    const planned = planManifest(
      context,
      `${to}/${file}.yaml`,
      `${templates}/${file}.yaml.hbs`,
      manifest,
    );
    return { ...planned, data: { ...planned.data, cluster, git: fleet.git, inCluster, ...data } };
  };
  const rootProject = `${argocd.project}-root`;
  const health: Manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cm", namespace: argocd.namespace },
  };
  const files = [
    plan("root-project", resource("AppProject", rootProject), {}),
    plan("root", resource("Application", cluster.name), {
      project: rootProject,
      path: `${to}/applications`,
    }),
    plan(
      "applications/project",
      resource("AppProject", argocd.project),
      projectPolicy(fleet, cluster),
    ),
    plan("applications/argocd-cm", health, {}),
  ];
  for (const child of childrenOf(context, stagesWithFiles)) {
    const name = `${cluster.name}-${child.name}`;
    const file = planManifest(
      context,
      `${to}/applications/${child.order}-${child.name}.yaml`,
      `${templates}/applications/application.yaml.hbs`,
      resource("Application", name),
    );
    const [source] = child.sources;
    const sources = child.sources.length > 1 ? child.sources : undefined;
    const destination = { ...argocd.destination, namespace: child.namespace };
    files.push({
      ...file,
      data: {
        ...file.data,
        project: argocd.project,
        wave: String(child.order),
        child,
        source,
        sources,
        destination,
      },
    });
  }
  return files;
}

function childrenOf(context: ClusterContext, stagesWithFiles: ReadonlySet<string>): Child[] {
  const { cluster, fleet } = context;
  const own = (path: string): Record<string, unknown> => ({
    repoURL: fleet.git.url,
    targetRevision: fleet.git.branch,
    path,
  });
  const stage = (name: StageName, namespace: string, folder: string = name): Child => ({
    name,
    order: orderOf(name),
    namespace,
    ignoreDifferences: [],
    sources: [own(`${infrastructureOf(cluster)}/${folder}`)],
  });
  const children: Child[] = [stage("namespaces", istioNamespace)];
  if (cluster.metallb?.era === "configmap") children.push(legacyMetallb(cluster.metallb.version));
  if (stagesWithFiles.has("metallb-config"))
    children.push(stage("metallb-config", metallbNamespace));
  const releases = releasesOf(cluster);
  for (const release of releases) {
    children.push(
      releaseChild(
        release,
        orderOf(release.stage) + depthOf(release, releases),
        own(`clusters/${cluster.name}/argocd/services`),
      ),
    );
  }
  if (stagesWithFiles.has("dashboards/manifests"))
    children.push({ ...stage("dashboards", istioNamespace, "dashboards/manifests") });
  children.push(
    ...cluster.apps.map((app) => appChild(app, own(`apps/${app.name}/overlays/${cluster.name}`))),
  );
  return children.sort((a, b) => a.order - b.order);
}

function appChild(app: App, source: Record<string, unknown>): Child {
  return {
    name: `app-${app.name}`,
    order: appsOrder,
    namespace: app.namespace,
    sources: [source],
    ignoreDifferences: [],
  };
}

/** A Service that the chart cannot make a LoadBalancer comes from a second source: the last one wins (FACTS.md 6.4). */
function releaseChild(release: Release, order: number, services: Record<string, unknown>): Child {
  const { name, namespace, chart, version, values, ignoreDifferences } = release;
  const helm = {
    releaseName: name,
    skipSchemaValidation: release.skipSchemaValidation ? true : undefined,
    valuesObject: Object.keys(values).length > 0 ? values : undefined,
  };
  const repoURL = release.repository.url.replace(/^oci:\/\//, "");
  const source = { repoURL, chart, targetRevision: version, helm };
  return {
    name,
    order,
    namespace,
    ignoreDifferences,
    sources: release.services.length > 0 ? [source, services] : [source],
  };
}

/** @returns how many releases of its stage must be there before it, one after the other */
function depthOf({ after }: Release, releases: readonly Release[]): number {
  const before = releases.filter(({ name }) => after.includes(name));
  return before.length === 0
    ? 0
    : 1 + Math.max(...before.map((release) => depthOf(release, releases)));
}

function legacyMetallb(version: string): Child {
  const directory = { include: `{${manifestFiles.join(",")}}` };
  const source = {
    repoURL: "https://github.com/metallb/metallb",
    targetRevision: `v${version}`,
    path: "manifests",
    directory,
  };
  return {
    name: "metallb",
    order: orderOf("metallb"),
    namespace: metallbNamespace,
    sources: [source],
    ignoreDifferences: [],
  };
}

/** Plans the whole Services that take the place of the chart's. */
export function planServices(context: ClusterContext): PlannedFile[] {
  const to = `clusters/${context.cluster.name}/argocd/services`;
  const services = releasesOf(context.cluster).flatMap((release) => release.services);
  return services.map((service) =>
    planManifest(
      context,
      `${to}/${service.metadata.name}.yaml`,
      `${templates}/services/service.yaml.hbs`,
      service,
    ),
  );
}
