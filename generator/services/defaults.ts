/** Versions that a services.yaml gets when it names none: those of today's example. Renovate raises them. */
export const defaultVersions = {
  kubernetes: "1.36",
  istio: "1.31.1",
  metallb: "0.16.2",
  flux: "2.9.5",
  argocd: "3.5.7",
  dashboards: { grafana: "12.11.1", kiali: "2.29.0", prometheus: "29.27.0", tracing: "4.11.1" },
} as const;

export const defaultBranch = "main";
export const defaultHub = "docker.io/istio";
export const defaultPort = 80;

/** Where the charts `istio-init` and `istio` of a release are; the old Google bucket disappears in December 2026. */
export function legacyChartsRepository(version: string): string {
  return `https://blob.istio.io/istio-release/releases/${version}/charts/`;
}

/** Where the charts `base`, `istiod`, `gateway`, `cni` and `ztunnel` of all releases are. */
export const modernChartsRepository = "https://blob.istio.io/istio-release/charts";

/** The namespace of Istio's control plane and of the dashboards. */
export const meshNamespace = "istio-system";
export const metallbNamespace = "metallb-system";

export const ingressNamespaces = { legacy: "istio-system", modern: "istio-ingress" } as const;
export const ingressName = "istio-ingressgateway";
