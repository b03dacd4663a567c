import type { Cluster, Dashboard, Mesh } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { dashboardPorts } from "./dashboards.ts";
import { istioNamespace } from "./istio.ts";
import type { ClusterContext } from "./plan.ts";
import { rawPorts } from "./ports.ts";
import { releasesOf } from "./releases.ts";
import { stages } from "./stages.ts";
import { isBefore } from "./versions.ts";

/** Plans `clusters/<cluster>/README.md`: how to bootstrap the cluster, what comes up, how to see that it did, and how to reach what runs there. */
export function planReadme(
  context: ClusterContext,
  stagesWithFiles: ReadonlySet<string>,
): PlannedFile {
  const { cluster, fleet } = context;
  const { mesh, metallb } = cluster;
  const data = {
    cluster,
    git: fleet.git,
    flux: cluster.engines.includes("flux"),
    argocd: cluster.engines.includes("argocd"),
    both: cluster.engines.length > 1,
    inArgocdCluster:
      "server" in cluster.argocd.destination &&
      cluster.argocd.destination.server === "https://kubernetes.default.svc",
    crds: crdsOf(mesh),
    secrets: secretsOf(cluster),
    memberlist: metallb?.version.startsWith("0.9.") ?? false,
    stages: stages
      .filter(({ name }) => stagesWithFiles.has(name))
      .map((stage) => ({ ...stage, versions: versionsOf(cluster, stage.name) })),
    gateway:
      mesh.preset === "minimal"
        ? undefined
        : { ...mesh.ingress, address: mesh.ingress.address ?? "" },
    pools:
      metallb?.pools.map(({ name, addresses }) => ({ name, addresses: addresses.join(", ") })) ??
      [],
    dashboards: cluster.dashboards.map((dashboard) => ({
      name: dashboard.name,
      reach: reachOf(cluster, dashboard),
    })),
    services: cluster.apps.map((app) => ({
      name: app.name,
      namespace: app.namespace,
      urls: urlsOf(app),
    })),
    calls: cluster.apps.flatMap(({ name, calls }) => calls.map((to) => ({ from: name, to }))),
    nodes: cluster.apps.map(({ name }) => name),
    raw: rawPorts(cluster.apps).join(", "),
    kialiLogin: mesh.era === "modern" && cluster.dashboards.some(({ name }) => name === "kiali"),
    removal: removalOf(cluster, stagesWithFiles),
  };
  return {
    path: `clusters/${cluster.name}/README.md`,
    template: "templates/clusters/_cluster_/README.md.hbs",
    data,
    expect: [],
    source: fleet.file,
  };
}

function versionsOf(cluster: Cluster, stage: string): string {
  const { metallb } = cluster;
  if (stage === "metallb" && metallb?.era === "configmap") return `metallb ${metallb.version}`;
  const releases = releasesOf(cluster).filter((release) => release.stage === stage);
  return releases.map(({ name, version }) => `${name} ${version}`).join(", ");
}

/** How many CRDs Istio brings, without cert-manager's, and what finds them by name (FACTS.md 1.3, 2.3). */
function crdsOf({ era, istio }: Mesh): { pattern: string; count: number } {
  if (era === "modern")
    return { pattern: "'istio.io'", count: isBefore(istio, "1.30.0") ? 14 : 15 };
  const count = isBefore(istio, "1.2.0") ? 53 : isBefore(istio, "1.5.0") ? 23 : 25;
  return { pattern: "'istio.io\\|certmanager.k8s.io'", count };
}

/** Commands for the Secrets that the tree names and nobody in it makes. */
function secretsOf({ apps, dashboards, mesh }: Cluster): string[] {
  const commands = new Set<string>();
  const addTls = (namespace: string, name: string): unknown =>
    commands.add(`kubectl create secret tls -n ${namespace} ${name} --cert=tls.crt --key=tls.key`);
  for (const { tls } of apps) {
    if (!tls || tls.certificate) continue;
    if (!tls.clientCa) addTls(mesh.ingress.namespace, tls.secret);
    else
      commands.add(
        `kubectl create secret generic -n ${mesh.ingress.namespace} ${tls.secret} --from-file=tls.crt --from-file=tls.key --from-file=ca.crt`,
      );
  }
  for (const { tls, expose } of dashboards)
    if (tls) addTls(expose === "gateway" ? mesh.ingress.namespace : istioNamespace, tls.secret);
  for (const { login } of dashboards) {
    if (login)
      commands.add(
        `kubectl create secret generic -n ${istioNamespace} ${login.secret} --from-literal=username=... --from-literal=passphrase=...`,
      );
  }
  return [...commands];
}

/** Kustomizations from the last to the first; each takes what it made with it. */
function removalOf({ flux, apps }: Cluster, stagesWithFiles: ReadonlySet<string>): string[] {
  const remove = `kubectl delete kustomizations.kustomize.toolkit.fluxcd.io -n ${flux.namespace}`;
  const ours = stages
    .filter(({ name }) => stagesWithFiles.has(name))
    .map(({ name }) => `${remove} ${name}`);
  const services =
    apps.length > 0 ? [`${remove} ${apps.map(({ name }) => `app-${name}`).join(" ")}`] : [];
  return [
    `flux suspend kustomization --namespace=${flux.namespace} flux-system`,
    ...services,
    ...ours.reverse(),
  ];
}

function urlsOf({ hosts, protocol, tls, gatewayPort }: Cluster["apps"][number]): string {
  if (protocol === "tcp") return `port ${gatewayPort} of the ingress gateway`;
  if (protocol === "tls-passthrough")
    return hosts.map((host) => `\`${host}:${gatewayPort ?? 443}\` (TLS)`).join(", ");
  return hosts
    .map((host) => (host.startsWith("*") ? `\`${host}\`` : `${tls ? "https" : "http"}://${host}/`))
    .join(", ");
}

function reachOf(cluster: Cluster, { name, expose, host, address, tls }: Dashboard): string {
  const port = dashboardPorts[name];
  if (expose === "gateway" || expose === "ingress") return `${tls ? "https" : "http"}://${host}/`;
  const service =
    name === "kiali" && cluster.mesh.era === "modern" && expose === "loadBalancer"
      ? "kiali-external"
      : name;
  const path = name === "kiali" ? "/kiali" : "/";
  if (expose === "none")
    return `\`kubectl -n ${istioNamespace} port-forward service/${service} ${port === 80 ? 8080 : port}:${port}\`, then http://localhost:${port === 80 ? 8080 : port}${path}`;
  if (address !== undefined) return `http://${address}${port === 80 ? "" : `:${port}`}${path}`;
  return `\`kubectl -n ${istioNamespace} get service ${service}\` shows its address; port ${port}, path \`${path}\``;
}
