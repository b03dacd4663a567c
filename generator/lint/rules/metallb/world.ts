import { isMapping } from "../../../core/json.ts";
import { type Range, parsePoolRange } from "../../../core/ip.ts";
import { valueAt } from "../../../core/path.ts";
import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { knownInstalls } from "../../charts/install.ts";
import { type Field, get, items, texts } from "../field.ts";
import { selects } from "../selectors.ts";
import { canonical } from "./duplicates.ts";

export function specOf(resource: Resource): Field {
  return get({ path: [], value: resource.data }, "spec");
}

/** @returns the ranges of a pool that can be read */
export function rangesOf(pool: Resource): Range[] {
  return texts(get(specOf(pool), "addresses")).flatMap(({ value }) => {
    const range = parsePoolRange(value);
    return typeof range === "string" ? [] : [range];
  });
}

/** Does an advertisement reach a pool? One that names no pool and has no selector reaches all. */
export function reachesPool(advertisement: Resource, pool: Resource): boolean {
  const spec = specOf(advertisement);
  const names = texts(get(spec, "ipAddressPools")).map(({ value }) => value);
  const selectors = items(get(spec, "ipAddressPoolSelectors"));
  if (names.length === 0 && selectors.length === 0) return true;
  const labels = valueAt(pool.data, ["metadata", "labels"]);
  return (
    names.includes(pool.id.name) || selectors.some((selector) => selects(selector.value, labels))
  );
}

/**
 * Can two objects with node selectors meet on a node? With the nodes in the tree MetalLB's own test; without, only selectors that are
 * empty or equal surely meet.
 */
export function canShareNode(context: RuleContext, left: Field, right: Field): boolean {
  const nodes = context.resources("Node");
  const [first, second] = [items(left), items(right)];
  if (nodes.length === 0)
    return (
      first.length === 0 || second.length === 0 || canonical(left.value) === canonical(right.value)
    );
  const chosen = (selectors: Field[], node: Resource) =>
    selectors.length === 0 ||
    selectors.some((selector) =>
      selects(selector.value, valueAt(node.data, ["metadata", "labels"])),
    );
  return nodes.some((node) => chosen(first, node) && chosen(second, node));
}

/**
 * Which BGP implementation MetalLB runs with, as far as the tree tells: from the values of a HelmRelease or Argo CD Application of chart
 * metallb (0.16 and newer default to frr-k8s), or from the speaker's environment.
 */
export function bgpMode(context: RuleContext): "native" | "frr" | "frr-k8s" | undefined {
  for (const speaker of context.resources("DaemonSet.apps")) {
    for (const container of items(get(specOf(speaker), "template", "spec", "containers"))) {
      const type = items(get(container, "env")).find(
        (env) => get(env, "name").value === "METALLB_BGP_TYPE",
      );
      const value = type && get(type, "value").value;
      if (value === "native" || value === "frr" || value === "frr-k8s") return value;
    }
  }
  const releases = context.resources(
    "HelmRelease.helm.toolkit.fluxcd.io",
    "Application.argoproj.io",
  );
  for (const { install } of releases.flatMap(knownInstalls))
    if (install.chart === "metallb") return modeOfValues(install.values, install.version);
  return undefined;
}

/**
 * Does the speaker leave the Secrets of peers to frr-k8s, in whose namespace they then are?
 * Source: flag frrk8s-secret-passthrough of metallb/metallb speaker/main.go, 0.16.2.
 */
export function leavesSecrets(context: RuleContext): boolean {
  const speakers = context
    .resources("DaemonSet.apps")
    .flatMap((speaker) => items(get(specOf(speaker), "template", "spec", "containers")));
  return speakers.some((container) =>
    texts(get(container, "args")).some(({ value }) =>
      /^--?frrk8s-secret-passthrough(=true)?$/.test(value),
    ),
  );
}

function modeOfValues(values: unknown, version: string): "native" | "frr" | "frr-k8s" | undefined {
  const read = (...path: string[]) => valueAt(isMapping(values) ? values : {}, path);
  const minor = Number(/^v?0\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
  if (Number.isNaN(minor)) return undefined;
  if (read("frrk8s", "enabled") ?? minor >= 16) return "frr-k8s";
  return (read("speaker", "frr", "enabled") ?? (minor >= 13 && minor < 16)) ? "frr" : "native";
}
