import { suggest } from "../../core/suggest.ts";
import type { Path } from "../../core/path.ts";
import { meshNamespace, metallbNamespace } from "../defaults.ts";
import type { Reporter } from "../report.ts";
import type { ServicesInput } from "../schema.ts";
import type { ClusterView, ServiceView } from "./view.ts";

const kubernetesNamespaces = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);

/** Checks what a service names: clusters, services that it calls, folders. */
export function checkReferences(input: ServicesInput, reporter: Reporter): void {
  const services = input.services ?? {};
  const clusterNames = Object.keys(input.clusters);
  for (const [name, service] of Object.entries(services)) {
    const report = (
      rule: "services/cluster" | "services/destination" | "services/manifests",
      path: Path,
      message: string,
      part: "key" | "value" = "value",
    ) => reporter.report({ rule, path: ["services", name, ...path], message, part });
    const { clusters, manifests = [] } = service ?? {};
    const named = Array.isArray(clusters)
      ? clusters.map((cluster, index) => ({ cluster, at: index }))
      : Object.keys(clusters ?? {}).map((cluster) => ({ cluster, at: cluster }));
    for (const { cluster, at } of named) {
      if (Object.hasOwn(input.clusters, cluster)) continue;
      const part = typeof at === "string" ? "key" : "value";
      report(
        "services/cluster",
        ["clusters", at],
        `there is no cluster "${cluster}"${hintFor(cluster, clusterNames, "clusters")}`,
        part,
      );
    }
    manifests.forEach((folder, index) => {
      const problem = findFolderProblem(name, folder);
      if (problem !== undefined) report("services/manifests", ["manifests", index], problem);
    });
    for (const { calls, path } of callsOf(service)) {
      calls.forEach((target, index) => {
        if (Object.hasOwn(services, target)) return;
        report(
          "services/destination",
          [...path, index],
          `there is no service "${target}" to call${hintFor(target, Object.keys(services), "services")}`,
        );
      });
    }
  }
}

type ServiceEntry = NonNullable<ServicesInput["services"]>[string];

function callsOf(service: ServiceEntry): { calls: readonly string[]; path: Path }[] {
  const clusters = service?.clusters;
  const special = clusters === undefined || Array.isArray(clusters) ? [] : Object.entries(clusters);
  return [
    { calls: service?.calls ?? [], path: ["calls"] },
    ...special.map(([name, override]) => ({
      calls: override?.calls ?? [],
      path: ["clusters", name, "calls"],
    })),
  ];
}

function hintFor(word: string, choices: readonly string[], kind: string): string {
  const nearest = suggest(word, choices);
  if (nearest !== undefined) return `, did you mean "${nearest}"?`;
  const shown = choices.slice(0, 10).join(", ");
  return choices.length === 0 ? "" : `; ${kind} are ${shown}${choices.length > 10 ? ", …" : ""}`;
}

/** Kustomize refuses files outside of a base's own folder, and folders that hold the base. */
function findFolderProblem(service: string, folder: string): string | undefined {
  const path = folder.replace(/\/+/g, "/").replace(/\/$/, "");
  if (/\.(ya?ml|json)$/.test(path)) {
    return `"${folder}" looks like a file; kustomize takes files only from below apps/${service}/base, so name a folder with a kustomization.yaml`;
  }
  const generated = [`apps/${service}/base`, `apps/${service}/overlays`];
  const inside = generated.find((own) => path === own || path.startsWith(`${own}/`));
  if (inside !== undefined)
    return `"${folder}" lies in ${inside}, which is generated; name a folder outside of it, such as apps/${service}/custom`;
  if (`apps/${service}/base`.startsWith(`${path}/`))
    return `"${folder}" holds the generated apps/${service}/base, so kustomize would go in a circle; name a folder below it`;
  return undefined;
}

/** Checks a service's namespace and hosts in one cluster. */
export function checkService(
  view: ClusterView,
  { name, app }: ServiceView,
  reporter: Reporter,
): void {
  const { mesh, flux, argocd, metallb } = view.cluster;
  const taken = new Map([
    [meshNamespace, "Istio"],
    [mesh.ingress.namespace, "the ingress gateway"],
    [flux.namespace, "Flux"],
    [argocd.namespace, "Argo CD"],
    ...(metallb === undefined ? [] : [[metallbNamespace, "MetalLB"] as const]),
  ]);
  const owner = kubernetesNamespaces.has(app.namespace)
    ? "Kubernetes itself"
    : taken.get(app.namespace);
  if (owner !== undefined) {
    const message = `namespace "${app.namespace}" of service ${name} belongs to ${owner}; give the service a namespace of its own with "namespace"`;
    reporter.reportFor(view.name, name, {
      rule: "services/namespace",
      path: ["namespace"],
      message,
    });
  }
  if (app.hosts.length === 0) {
    const message = `service ${name} has no host name: give it "hosts", or the file or cluster a "domain"`;
    reporter.reportFor(view.name, name, {
      rule: "services/domain",
      path: [],
      part: "key",
      message,
    });
  }
  app.hosts.forEach((host, index) => {
    if (host.length > 253) {
      const message = `host "${host.slice(0, 40)}…" of service ${name} has ${host.length} characters; at most 253 are possible`;
      reporter.reportFor(view.name, name, {
        rule: "services/format",
        path: ["hosts", index],
        message,
      });
    }
    if (mesh.era === "legacy" && !/[.*]/.test(host)) {
      const message = `host "${host}" has no dot, which Istio ${mesh.istio} refuses; write a full DNS name`;
      reporter.reportFor(view.name, name, {
        rule: "services/format",
        path: ["hosts", index],
        message,
      });
    }
  });
}
