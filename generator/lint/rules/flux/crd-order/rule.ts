import type { Build } from "../../../../core/build.ts";
import { asText } from "../../../../core/json.ts";
import { groupKindOf, groupOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { readInstalls } from "../../../charts/install.ts";
import { get, items } from "../../field.ts";
import { HELM_RELEASE, KUSTOMIZATION } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

const ISTIO = ["networking", "security", "telemetry", "extensions"].map(
  (area) => `${area}.istio.io`,
);

/** Groups whose CustomResourceDefinitions a chart brings. */
const CHARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["metallb", ["metallb.io"]],
  ["base", ISTIO],
  ["istio-init", ISTIO],
]);

/** Source: ApplyAllStaged of fluxcd/pkg ssa, which applies CRDs first, and tries everything else before it applies any of it. */
export const rule: Rule = {
  name: "flux/crd-order",
  severity: "warning",
  summary: "A Kustomization that applies custom resources comes after what defines their kinds",
  scope: "build",
  check(context) {
    const builds = context.builds.filter(({ engine, source }) => engine === "flux" && source);
    if (builds.length === 0) return;
    const definers = findDefiners(builds);
    const isBefore = orderOf(context, builds);
    for (const build of builds) {
      const told = new Set<Build>();
      for (const resource of build.resources) {
        const definer =
          definers.get(groupKindOf(resource.id)) ?? definers.get(groupOf(resource.id.apiVersion));
        if (!definer || told.has(definer.build)) continue;
        if (definer.build === build ? !definer.byChart : isBefore(definer.build, build)) continue;
        told.add(definer.build);
        report(context, build, resource, definer);
      }
    }
  },
};

interface Definer {
  readonly build: Build;
  /** The CustomResourceDefinition, or the release that brings it. */
  readonly resource: Resource;
  readonly byChart: boolean;
}

/** @returns what defines kinds, by kind, or for the kinds of a chart by group */
function findDefiners(builds: readonly Build[]): Map<string, Definer> {
  const definers = new Map<string, Definer>();
  const add = (key: string, definer: Definer) => {
    if (!definers.has(key)) definers.set(key, definer);
  };
  for (const build of builds)
    for (const resource of build.resources) {
      if (resource.id.kind !== "CustomResourceDefinition") continue;
      const spec = specOf(resource);
      const kind = asText(get(spec, "names", "kind").value);
      const group = asText(get(spec, "group").value);
      add(`${kind}.${group}`, { build, resource, byChart: false });
    }
  const groups = new Set([...definers.keys()].map((key) => key.slice(key.indexOf(".") + 1)));
  for (const build of builds)
    for (const resource of build.resources) {
      if (groupKindOf(resource.id) !== HELM_RELEASE) continue;
      for (const { chart } of readInstalls(resource))
        for (const group of CHARTS.get(chart) ?? [])
          if (!groups.has(group)) add(group, { build, resource, byChart: true });
    }
  return definers;
}

/** Is one build there before another is begun, or may it be: by dependsOn, or since it applies the other's Kustomization? */
function orderOf(
  context: RuleContext,
  builds: readonly Build[],
): (first: Build, second: Build) => boolean {
  const buildOf = new Map(builds.map((build) => [keyOf(build.source!), build]));
  const parents = new Map<Build, Build[]>();
  for (const build of builds)
    for (const resource of build.resources) {
      const child = isKustomization(resource) ? buildOf.get(keyOf(resource)) : undefined;
      if (child && child !== build) parents.set(child, [...(parents.get(child) ?? []), build]);
    }
  const unclear = new Set<Build>(); // what they wait for is not here, or told of elsewhere
  const earlier = (build: Build): Build[] => {
    const dependencies = items(get(specOf(build.source!), "dependsOn")).flatMap((field) => {
      const reference = readReference(build.source!, field);
      const target = reference && context.find(KUSTOMIZATION, reference.namespace, reference.name);
      const found = target && buildOf.get(keyOf(target));
      if (!found) unclear.add(build);
      return found ? [found] : [];
    });
    return [...dependencies, ...(parents.get(build) ?? [])];
  };
  const known = new Map<Build, ReadonlySet<Build>>();
  const allEarlier = (build: Build): ReadonlySet<Build> => {
    const found = known.get(build);
    if (found) return found;
    const all = new Set<Build>();
    known.set(build, all);
    const open = earlier(build);
    for (let next = open.pop(); next; next = open.pop()) {
      if (all.has(next)) continue;
      all.add(next);
      open.push(...earlier(next));
    }
    return all;
  };
  return (first, second) => {
    const all = allEarlier(second);
    return all.has(first) || unclear.has(second) || [...all].some((build) => unclear.has(build));
  };
}

function isKustomization(resource: Resource): boolean {
  return groupKindOf(resource.id) === KUSTOMIZATION;
}

function keyOf({ id }: Resource): string {
  return `${id.namespace ?? ""}/${id.name}`;
}

function report(context: RuleContext, build: Build, used: Resource, definer: Definer): void {
  const source = build.source!;
  const what = definer.byChart
    ? `HelmRelease "${definer.resource.id.name}"`
    : `Kustomization "${definer.build.source!.id.name}"`;
  const message =
    definer.build === build
      ? `Kustomization "${source.id.name}" applies ${used.id.kind} "${used.id.name}" together with ${what}, which brings that kind: Flux tries all before it applies any, so neither comes up; put one of them into a Kustomization that depends on the other's`
      : `${used.id.kind} "${used.id.name}" is of a kind that ${what} brings, and nothing makes Kustomization "${source.id.name}" wait for it; add "${definer.build.source!.id.name}" to its dependsOn`;
  context.report({
    resource: source,
    path: ["metadata", "name"],
    message,
    related: [
      { message: "what is applied", at: used.locate(["metadata", "name"]) },
      { message: "what brings the kind", at: definer.resource.locate(["metadata", "name"]) },
    ],
  });
}
