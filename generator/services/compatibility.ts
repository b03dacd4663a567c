import { isAtLeast, minorOf, parseVersion } from "./versions.ts";

/**
 * Which versions run together. Sources: istio.io `data/compatibility/supportStatus.yml`, the API versions inside Istio's and
 * MetalLB's own manifests, `cmd/flux/check.go` of flux2, Argo CD's `tested-kubernetes-versions.md`.
 */

/** Kubernetes minors (of 1.x), both included. */
interface Minors {
  readonly oldest: number;
  readonly newest: number;
}

const istioTested: Readonly<Record<string, Minors>> = {
  "1.22": { oldest: 27, newest: 30 },
  "1.23": { oldest: 27, newest: 30 },
  "1.24": { oldest: 28, newest: 31 },
  "1.25": { oldest: 29, newest: 32 },
  "1.26": { oldest: 29, newest: 33 },
  "1.27": { oldest: 29, newest: 33 },
  "1.28": { oldest: 30, newest: 34 },
  "1.29": { oldest: 31, newest: 35 },
  "1.30": { oldest: 32, newest: 36 },
  "1.31": { oldest: 32, newest: 36 },
};

const argocdTested: Readonly<Record<string, Minors>> = {
  "3.3": { oldest: 32, newest: 35 },
  "3.4": { oldest: 32, newest: 35 },
  "3.5": { oldest: 33, newest: 36 },
};

/** Oldest Kubernetes minor by minor of Flux 2. */
const fluxNeeds = [24, 25, 26, 28, 28, 30, 31, 32, 33, 33];

/** The first Flux 2 minor that serves HelmRelease `helm.toolkit.fluxcd.io/v2`. */
const oldestFlux = 3;

function kubernetesMinor(kubernetes: string): number {
  const { major, minor } = parseVersion(kubernetes);
  return major === 1 ? minor : 999;
}

function within({ oldest, newest }: Minors, minor: number): boolean {
  return oldest <= minor && minor <= newest;
}

function named({ oldest, newest }: Minors): string {
  return `1.${oldest} to 1.${newest}`;
}

/** @returns why this Istio should not be installed on this Kubernetes and what to do, or undefined */
export function istioOnKubernetes(istio: string, kubernetes: string): string | undefined {
  const minor = kubernetesMinor(kubernetes);
  if (!isAtLeast(istio, "1.22.0")) return legacyIstioOnKubernetes(istio, minor);
  const tested = istioTested[minorOf(istio)];
  if (tested === undefined || within(tested, minor)) return undefined;
  const fitting = Object.entries(istioTested).filter(([, minors]) => within(minors, minor));
  const way =
    fitting.length === 0
      ? `use Kubernetes ${named(tested)}`
      : `use Istio ${fitting.at(-1)![0]}, or Kubernetes ${named(tested)}`;
  return `Istio ${istio} is tested on Kubernetes ${named(tested)}, not on 1.${minor}; ${way}`;
}

function legacyIstioOnKubernetes(istio: string, minor: number): string | undefined {
  const isFirst = !isAtLeast(istio, "1.2.0");
  const newest = isFirst ? 15 : 21;
  const gone = isFirst
    ? "extensions/v1beta1, which is gone since 1.16"
    : "apiextensions.k8s.io/v1beta1, which is gone since 1.22";
  if (minor > newest) {
    return `Istio ${istio} cannot run on Kubernetes 1.${minor}: its charts use ${gone}; use Kubernetes 1.${newest} or older, or Istio 1.22.0 or newer`;
  }
  return minor < 9
    ? `Istio ${istio} needs Kubernetes 1.9 or newer, and this is 1.${minor}`
    : undefined;
}

/**
 * Chart `istio` before 1.4.8, and of 1.5.0, gives arguments to a value in parentheses, which templates refuse since Go 1.14
 * (istio/istio#22295). Every Helm in a Flux or Argo CD that is generated for is newer.
 * @returns why the engines cannot install this Istio and what to do, or undefined
 */
export function istioOnHelm(istio: string): string | undefined {
  const isMended = isAtLeast(istio, "1.4.8") && !/^1\.5\.0(-|$)/.test(istio);
  if (isMended) return undefined;
  return (
    `neither Flux nor Argo CD can render chart istio ${istio}: their Helm answers "can't give argument to non-function $spec.sds"; ` +
    "use Istio 1.4.8 or newer (not 1.5.0), name a repository with a mended chart in mesh.charts, or apply what helm template of Helm 3.0.3 makes of the chart"
  );
}

/** @returns why this MetalLB should not be installed on this Kubernetes and what to do, or undefined */
export function metallbOnKubernetes(metallb: string, kubernetes: string): string | undefined {
  const minor = kubernetesMinor(kubernetes);
  const cannot = `MetalLB ${metallb} cannot run on Kubernetes 1.${minor}`;
  if (!isAtLeast(metallb, "0.8.0") && minor >= 16) {
    return `${cannot}: its manifest uses apps/v1beta2, which is gone since 1.16; use MetalLB 0.8.3 or newer`;
  }
  if (isAtLeast(metallb, "0.8.1") && !isAtLeast(metallb, "0.13.0") && minor >= 25) {
    return `${cannot}: its manifest has a PodSecurityPolicy, a kind that is gone since 1.25; use MetalLB 0.13.0 or newer`;
  }
  if (isAtLeast(metallb, "0.13.0") && minor < 19)
    return `${cannot}: it needs 1.19 or newer; use MetalLB 0.12.1`;
  if (isAtLeast(metallb, "0.13.0") && !isAtLeast(metallb, "0.16.1") && minor >= 36) {
    return `Kubernetes 1.${minor} refuses the custom resource definitions of MetalLB ${metallb}, whose largest AS number is wrong; use MetalLB 0.16.1 or newer`;
  }
  return undefined;
}

/** @returns why this Flux cannot run on this Kubernetes and what to do, or undefined */
export function fluxOnKubernetes(flux: string, kubernetes: string): string | undefined {
  const { major, minor: fluxMinor } = parseVersion(flux);
  const minor = kubernetesMinor(kubernetes);
  const needed = fluxNeeds[Math.min(fluxMinor, fluxNeeds.length - 1)]!;
  if (major !== 2 || minor >= needed) return undefined;
  const older = fluxNeeds.findLastIndex((oldest, index) => index >= oldestFlux && oldest <= minor);
  const way =
    older < 0
      ? "run Flux in a newer cluster and let its HelmReleases and Kustomizations reach this one by spec.kubeConfig"
      : `use Flux 2.${older}`;
  return `Flux ${minorOf(flux)} cannot run on Kubernetes 1.${minor}: it needs 1.${needed} or newer; ${way}`;
}

/** @returns why what is written for Flux cannot be read by this version, or undefined */
export function fluxVersionProblem(flux: string): string | undefined {
  const { major, minor } = parseVersion(flux);
  if (major > 2 || (major === 2 && minor >= oldestFlux)) return undefined;
  return `Flux ${flux} does not know HelmRelease helm.toolkit.fluxcd.io/v2; use Flux 2.${oldestFlux} or newer`;
}

/** @returns why this Argo CD should not run on this Kubernetes and what to do, or undefined */
export function argocdOnKubernetes(argocd: string, kubernetes: string): string | undefined {
  const tested = argocdTested[minorOf(argocd)];
  const minor = kubernetesMinor(kubernetes);
  if (tested === undefined || within(tested, minor)) return undefined;
  return (
    `Argo CD ${minorOf(argocd)} is tested on Kubernetes ${named(tested)}, not on 1.${minor}; ` +
    "run Argo CD in another cluster and name this one, as it is registered there, in argocd.destination"
  );
}
