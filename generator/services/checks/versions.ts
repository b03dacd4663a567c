import {
  argocdOnKubernetes,
  fluxOnKubernetes,
  fluxVersionProblem,
  istioOnHelm,
  istioOnKubernetes,
  metallbOnKubernetes,
} from "../compatibility.ts";
import { defaultVersions } from "../defaults.ts";
import type { Reporter } from "../report.ts";
import type { ServiceRuleName } from "../rules.ts";
import { istioEra, isAtLeast, metallbEra } from "../versions.ts";
import type { ClusterView } from "./view.ts";

/** Checks that every version can be generated for, and that those of one cluster run together. */
export function checkVersions(view: ClusterView, reporter: Reporter): void {
  const { name, cluster, settings } = view;
  const { kubernetes, mesh, metallb, engines } = cluster;
  const report = (rule: ServiceRuleName, path: string[], message: string | undefined) => {
    if (message !== undefined) reporter.reportIn(name, { rule, path, message });
  };

  if (istioEra(mesh.istio) === undefined) {
    report(
      "services/istio-version",
      ["mesh", "istio"],
      `Istio ${mesh.istio} is not supported; use 1.1.0 to 1.5.x, or 1.22.0 or newer`,
    );
  } else {
    report("services/istio-kubernetes", ["kubernetes"], istioOnKubernetes(mesh.istio, kubernetes));
    if (mesh.era === "legacy" && settings.mesh.charts?.repository === undefined)
      report("services/istio-helm", ["mesh", "istio"], istioOnHelm(mesh.istio));
  }
  if (mesh.preset === "ambient" && mesh.era === "legacy") {
    report(
      "services/istio-field",
      ["mesh", "preset"],
      `preset "ambient" needs Istio 1.22.0 or newer, and this is ${mesh.istio}; use default, demo or minimal`,
    );
  }
  if (metallb !== undefined) {
    const problem = findMetallbProblem(metallb.version);
    report("services/metallb-version", ["metallb", "version"], problem);
    if (problem === undefined)
      report(
        "services/metallb-kubernetes",
        ["kubernetes"],
        metallbOnKubernetes(metallb.version, kubernetes),
      );
  }
  if (engines.includes("flux")) {
    const flux = settings.flux.version ?? defaultVersions.flux;
    report("services/engine-version", ["flux", "version"], fluxVersionProblem(flux));
    report("services/flux-kubernetes", ["kubernetes"], fluxOnKubernetes(flux, kubernetes));
  }
  if (engines.includes("argocd") && cluster.argocd.project === "default") {
    const message =
      'project "default" belongs to Argo CD itself, and would lose its rights; name another with argocd.project';
    report("services/argocd-project", ["argocd", "project"], message);
  }
  if (engines.includes("argocd") && isSameCluster(cluster.argocd.destination)) {
    report(
      "services/argocd-kubernetes",
      ["kubernetes"],
      argocdOnKubernetes(settings.argocd.version ?? defaultVersions.argocd, kubernetes),
    );
  }
}

/** 0.9.0 to 0.9.2 and 0.10.0 start the images that `:main` names today, which do not read a ConfigMap any more. */
function findMetallbProblem(version: string): string | undefined {
  if (metallbEra(version) === undefined)
    return `MetalLB ${version} is not supported; use 0.7.0 to 0.12.1, or 0.13.0 or newer`;
  const isFloating =
    (isAtLeast(version, "0.9.0") && !isAtLeast(version, "0.9.3")) ||
    (isAtLeast(version, "0.10.0") && !isAtLeast(version, "0.10.1"));
  if (!isFloating) return undefined;
  const better = isAtLeast(version, "0.10.0") ? "0.10.1 or newer" : "0.9.6";
  return `the manifest of MetalLB ${version} starts images with the floating tag "main", which today are of a much later version; use ${better}`;
}

function isSameCluster(destination: { server: string } | { name: string }): boolean {
  return "server" in destination
    ? destination.server === "https://kubernetes.default.svc"
    : destination.name === "in-cluster";
}
