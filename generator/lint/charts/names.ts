import { isMapping, lookUp } from "../../core/json.ts";
import type { Resource } from "../../core/resource.ts";
import { type Install, knownInstalls } from "./install.ts";

/** What a chart calls its objects of one kind. */
export interface Names {
  readonly chart: string;
  /** What this release makes. */
  readonly names: readonly string[];
  /** Names that only values not looked at lead to. */
  readonly others?: RegExp;
}

/** Of these kinds a chart makes nothing else. Source: its templates, in the versions that components/ knows; for `istio` those of 1.1. */
const CHARTS: Readonly<Record<string, { kinds: readonly string[]; others?: RegExp }>> = {
  metallb: { kinds: ["Deployment", "DaemonSet"], others: /frr-k8s/ },
  istiod: { kinds: ["Deployment"] },
  gateway: { kinds: ["Service", "Deployment"] },
  grafana: { kinds: ["Service", "Deployment"], others: /-(image-renderer|headless)$/ },
  "kiali-server": { kinds: ["Service", "Deployment"] },
  istio: {
    kinds: ["Service"],
    others:
      /^(istio-(policy|telemetry|citadel|sidecar-injector|ilbgateway)|jaeger-(collector|agent)|servicegraph|istiocoredns)$|cert-?manager/,
  },
};

/** Values that change what a chart calls its objects, or what kind they are of. */
const RENAMING = ["nameOverride", "fullnameOverride", "kind", "extraObjects"];

/**
 * Says what a release's objects of a kind are called.
 * @returns undefined where the chart is not known, or does not tell by its values alone
 */
export function namesInRelease(release: Resource, kind: string): Names | undefined {
  const [found, ...more] = knownInstalls(release);
  const chart = found && lookUp(CHARTS, found.install.chart);
  if (!chart?.kinds.includes(kind) || more.length > 0) return undefined;
  const { install, made } = found!;
  if (RENAMING.some((key) => install.values[key] !== undefined)) return undefined;
  const names = made.filter((object) => object.kind === kind).map(({ name }) => name);
  return { chart: install.chart, names: [...names, ...gatewaysOf(install)], ...chart };
}

/** The chart of Istio 1.1 makes a gateway for each key of its values. */
function gatewaysOf({ chart, values }: Install): string[] {
  const { gateways } = values;
  return chart === "istio" && isMapping(gateways)
    ? Object.keys(gateways).filter(
        (key) => !["istio-ingressgateway", "istio-egressgateway"].includes(key),
      )
    : [];
}
