import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { entries, get, items, text } from "../../field.ts";
import { meshNetworks } from "../mesh-config.ts";

const REGISTRIES = ["Kubernetes", "External", "Mock"];

/** Source: multicluster.MeshNetworksAnalyzer of istio/istio; remote Secrets are rarely in Git, so only a tree that has some can tell. */
export const rule: Rule = {
  name: "istio/mesh-networks",
  severity: "error",
  summary: "The registries of meshNetworks are clusters that the mesh knows",
  aliases: ["IST0126"],
  scope: "build",
  check(context) {
    const clusters = remoteClusters(context);
    for (const { resource, at, value, isInline } of meshNetworks(context)) {
      for (const { key, field } of entries(get(value, "networks"))) {
        for (const endpoint of items(get(field, "endpoints"))) {
          const registry = get(endpoint, "fromRegistry");
          const name = text(registry);
          if (!name || REGISTRIES.includes(name) || clusters.includes(name)) continue;
          const candidate = suggest(name, [...REGISTRIES, ...clusters]);
          const isMisspelt = REGISTRIES.some((known) => known.toLowerCase() === name.toLowerCase());
          if (
            !isMisspelt &&
            (clusters.length === 0 ||
              context.partial ||
              context.external({ kind: "Cluster", name }))
          )
            continue;
          const message = `network "${key}" takes its endpoints from registry "${name}", which is none of ${[...REGISTRIES.slice(0, 1), ...clusters].join(", ")}${candidate ? `; did you mean "${candidate}"?` : ""}`;
          context.report({ resource, path: isInline ? registry.path : at, message });
        }
      }
    }
  },
};

/** Clusters that a Secret gives access to, and the names that charts give their own cluster. */
function remoteClusters(context: RuleContext): string[] {
  const remote = context
    .resources("Secret")
    .filter(
      (secret) =>
        get({ path: [], value: secret.data }, "metadata", "labels", "istio/multiCluster").value ===
        "true",
    );
  const named = remote.flatMap((secret) =>
    ["data", "stringData"].flatMap((key) =>
      entries(get({ path: [], value: secret.data }, key)).map((entry) => entry.key),
    ),
  );
  const own = context
    .resources("HelmRelease.helm.toolkit.fluxcd.io")
    .flatMap(
      (release) =>
        text(
          get(
            { path: [], value: release.data },
            "spec",
            "values",
            "global",
            "multiCluster",
            "clusterName",
          ),
        ) ?? [],
    );
  return [...new Set([...named, ...own])];
}
