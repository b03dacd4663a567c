import { asText, isMapping } from "../../../core/json.ts";
import { valueAt } from "../../../core/path.ts";
import { namespaceOf, type Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { installedBy } from "../../charts/install.ts";
import { selectsPlainly, workloadsOf } from "../kubernetes/workloads.ts";
import { entries, type Field, get, isFilled, text } from "../field.ts";
import { WORKLOAD_ENTRY, WORKLOAD_GROUP } from "./kinds.ts";

/** What a policy's selector can select: Pods of a workload, or a machine outside the cluster. */
export interface MeshPod {
  resource: Resource;
  namespace: string | undefined;
  labels: unknown;
}

export interface PodLookup {
  /** Of the files and of known charts. */
  readonly all: readonly MeshPod[];
  in(namespace: string | undefined): readonly MeshPod[];
  /**
   * May it be said that a selector selects nothing in this namespace? Only where the files have Pods in it, and nothing unseen puts
   * more there.
   */
  shows(namespace: string | undefined): boolean;
  /** The same for all namespaces together. */
  readonly showsAll: boolean;
}

/** Indexes everything that selectors can select. */
export function lookUpPods(context: RuleContext): PodLookup {
  const all = [...workloadsOf({ resources: context.present }), ...machines(context)];
  const byNamespace = new Map<string, MeshPod[]>();
  for (const pod of all) {
    const own = byNamespace.get(namespaceOf(pod));
    if (own) own.push(pod);
    else byNamespace.set(namespaceOf(pod), [pod]);
  }
  const shown = new Set(workloadsOf(context).map(namespaceOf));
  const hidden = hidingNamespaces(context);
  return {
    all,
    in: (namespace) => byNamespace.get(namespaceOf({ namespace })) ?? [],
    shows: (namespace) =>
      !context.partial &&
      shown.has(namespaceOf({ namespace })) &&
      !hidden.has(namespaceOf({ namespace })),
    showsAll: !context.partial && shown.size > 0 && hidden.size === 0,
  };
}

function machines(context: RuleContext): MeshPod[] {
  const places = [
    ["spec", "labels"],
    ["spec", "metadata", "labels"],
    ["metadata", "labels"],
  ];
  return context.present(WORKLOAD_ENTRY, WORKLOAD_GROUP).flatMap((resource) =>
    places.map((path) => ({
      resource,
      namespace: resource.id.namespace,
      labels: valueAt(resource.data, path),
    })),
  );
}

/** @returns the Pods that an Istio selector selects; one without labels selects all */
export function selectedBy(pods: readonly MeshPod[], labels: Field): readonly MeshPod[] {
  return isFilled(labels) ? pods.filter((pod) => selectsPlainly(labels.value, pod.labels)) : pods;
}

/** Charts that install neither Services nor gateways. */
const PLAIN_CHARTS = ["base", "cni", "istio-cni", "istio-init", "ztunnel"];

/** @returns the namespaces that unknown Helm charts install into, so that more may be there than the files and known charts show */
export function hidingNamespaces(context: RuleContext): ReadonlySet<string> {
  const known = hiding.get(context) ?? findHidingNamespaces(context);
  hiding.set(context, known);
  return known;
}

/** Asked for once for each host, and the same for all of them. */
const hiding = new WeakMap<RuleContext, ReadonlySet<string>>();

function findHidingNamespaces(context: RuleContext): ReadonlySet<string> {
  const releases = context.resources(
    "HelmRelease.helm.toolkit.fluxcd.io",
    "Application.argoproj.io",
  );
  return new Set(
    releases
      .filter((release) => hasChart(release) && installedBy([release]).length === 0)
      .map((release) => namespaceOf({ namespace: targetOf(release) })),
  );
}

function hasChart({ id, data }: Resource): boolean {
  const spec = get({ path: [], value: data }, "spec");
  const isRelease = id.kind === "HelmRelease";
  const chart = isRelease ? get(spec, "chart", "spec", "chart") : get(spec, "source", "chart");
  const name = text(chart);
  return name === undefined ? isRelease : !PLAIN_CHARTS.includes(name);
}

function targetOf({ id, data }: Resource): string | undefined {
  const spec = get({ path: [], value: data }, "spec");
  if (id.kind === "HelmRelease") return text(get(spec, "targetNamespace")) ?? id.namespace;
  return text(get(spec, "destination", "namespace"));
}

/** The labels of a selector as a person writes them. */
export function showLabels(labels: unknown): string {
  return Object.entries(isMapping(labels) ? labels : {})
    .map(([key, value]) => `${key}=${typeof value === "object" ? "{...}" : asText(value)}`)
    .join(", ");
}

/** Are all labels plain texts, so that what they select is known before anything is filled in? */
export function isDecided(labels: Field): boolean {
  return entries(labels).every(({ field }) => text(field) !== undefined);
}

/** Are Pods with these labels declared as existing outside the repository, as kind Pod with `key=value,...` for a name? */
export function isDeclaredPod(
  context: RuleContext,
  namespace: string | undefined,
  labels: Field,
): boolean {
  const name = showLabels(labels.value).replaceAll(", ", ",");
  return context.external({ kind: "Pod", namespace, name });
}
