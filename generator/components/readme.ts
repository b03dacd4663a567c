import type { Cluster, Dashboard } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { dashboardPorts } from "./dashboards.ts";
import { istioNamespace } from "./istio.ts";
import type { ClusterContext } from "./plan.ts";
import { releasesOf } from "./releases.ts";
import { stages } from "./stages.ts";

/** Plans `clusters/<cluster>/README.md`: how to bootstrap the cluster, what comes up, how to see that it did, and how to reach what runs there. */
export function planReadme(context: ClusterContext, stagesWithFiles: ReadonlySet<string>): PlannedFile {
  const { cluster, fleet } = context;
  const { mesh, metallb } = cluster;
  const data = {
    cluster,
    git: fleet.git,
    flux: cluster.engines.includes("flux"),
    argocd: cluster.engines.includes("argocd"),
    both: cluster.engines.length > 1,
    inArgocdCluster: "server" in cluster.argocd.destination && cluster.argocd.destination.server === "https://kubernetes.default.svc",
    legacy: mesh.era === "legacy",
    crds: mesh.era === "legacy" ? legacyCrdCount(mesh.istio) : undefined,
    memberlist: metallb?.version.startsWith("0.9.") ?? false,
    stages: stages.filter(({ name }) => stagesWithFiles.has(name)).map((stage) => ({ ...stage, versions: versionsOf(cluster, stage.name) })),
    gateway: mesh.preset === "minimal" ? undefined : { ...mesh.ingress, address: mesh.ingress.address ?? "" },
    pools: metallb?.pools.map(({ name, addresses }) => ({ name, addresses: addresses.join(", ") })) ?? [],
    dashboards: cluster.dashboards.map((dashboard) => ({ name: dashboard.name, reach: reachOf(cluster, dashboard) })),
    services: cluster.apps.map((app) => ({ name: app.name, namespace: app.namespace, urls: urlsOf(app) })),
    calls: cluster.apps.flatMap(({ name, calls }) => calls.map((to) => ({ from: name, to }))),
    lonely: cluster.apps.filter((app) => app.calls.length === 0 && !cluster.apps.some(({ calls }) => calls.includes(app.name))).map(({ name }) => name),
  };
  return { path: `clusters/${cluster.name}/README.md`, template: "templates/clusters/_cluster_/README.md.hbs", data, expect: [], source: fleet.file };
}

function versionsOf(cluster: Cluster, stage: string): string {
  const { metallb } = cluster;
  if (stage === "metallb" && metallb?.era === "configmap") return `metallb ${metallb.version}`;
  const releases = releasesOf(cluster).filter((release) => release.stage === stage);
  return releases.map(({ name, version }) => `${name} ${version}`).join(", ");
}

/** CRDs that istio-init makes, without cert-manager's (FACTS.md 1.3). */
function legacyCrdCount(version: string): number {
  if (version.startsWith("1.1.")) return 53;
  return version.startsWith("1.5.") ? 25 : 23;
}

function urlsOf({ hosts, protocol, tls, gatewayPort }: Cluster["apps"][number]): string {
  if (protocol === "tcp") return `port ${gatewayPort} of the ingress gateway`;
  if (protocol === "tls-passthrough") return hosts.map((host) => `\`${host}:${gatewayPort ?? 443}\` (TLS)`).join(", ");
  return hosts.map((host) => (host.startsWith("*") ? `\`${host}\`` : `${tls ? "https" : "http"}://${host}/`)).join(", ");
}

function reachOf(cluster: Cluster, { name, expose, host, address, tls }: Dashboard): string {
  const port = dashboardPorts[name];
  if (expose === "gateway" || expose === "ingress") return `${tls ? "https" : "http"}://${host}/`;
  const service = name === "kiali" && cluster.mesh.era === "modern" && expose === "loadBalancer" ? "kiali-external" : name;
  const path = name === "kiali" ? "/kiali" : "/";
  if (expose === "none") return `\`kubectl -n ${istioNamespace} port-forward service/${service} ${port === 80 ? 8080 : port}:${port}\`, then http://localhost:${port === 80 ? 8080 : port}${path}`;
  if (address !== undefined) return `http://${address}${port === 80 ? "" : `:${port}`}${path}`;
  return `\`kubectl -n ${istioNamespace} get service ${service}\` shows its address; port ${port}, path \`${path}\``;
}
