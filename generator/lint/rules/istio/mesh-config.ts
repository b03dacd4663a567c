import type { Path } from "../../../core/path.ts";
import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { readYaml } from "../../../yaml/read.ts";
import { type Field, get, isSet, text } from "../field.ts";

/** A part of Istio's mesh configuration, wherever it stands. */
export interface MeshSetting {
  resource: Resource;
  /** Where to point at: the text that holds it, or the value itself. */
  at: Path;
  /** Keys lead into the parsed value, and only where `isInline` into the resource too. */
  value: Field;
  isInline: boolean;
}

/** MeshConfig: ConfigMap `istio`, or the values of charts and operators. */
export function meshConfigs(context: RuleContext): MeshSetting[] {
  return [...inConfigMaps(context, "mesh"), ...inValues(context, ["meshConfig"])];
}

/** MeshNetworks: which registry and gateways belong to which network. */
export function meshNetworks(context: RuleContext): MeshSetting[] {
  return [
    ...inConfigMaps(context, "meshNetworks"),
    ...inValues(context, ["global", "meshNetworks"]).map((setting) => ({
      ...setting,
      value: { path: setting.value.path, value: { networks: setting.value.value } },
    })),
  ];
}

/** The namespaces whose policies are for the whole mesh: `istio-system`, unless the mesh configuration says another. */
export function rootNamespaces(context: RuleContext): ReadonlySet<string> {
  const given = meshConfigs(context).flatMap(
    ({ value }) => text(get(value, "rootNamespace")) ?? [],
  );
  return new Set(given.length > 0 ? given : ["istio-system"]);
}

/** ConfigMap `istio`, or `istio-<revision>`. */
function inConfigMaps(context: RuleContext, key: string): MeshSetting[] {
  return context.resources("ConfigMap").flatMap((resource) => {
    if (!/^istio(-|$)/.test(resource.id.name)) return [];
    const given = text(get({ path: [], value: resource.data }, "data", key));
    if (given === undefined) return [];
    const value = readYaml(resource.file, given).documents[0]?.value;
    return [{ resource, at: ["data", key], value: { path: [], value }, isInline: false }];
  });
}

const VALUES: readonly [kind: string, ...path: string[]][] = [
  ["HelmRelease.helm.toolkit.fluxcd.io", "spec", "values"],
  ["Application.argoproj.io", "spec", "source", "helm", "valuesObject"],
  ["IstioOperator.install.istio.io", "spec"],
  ["IstioOperator.install.istio.io", "spec", "values"],
  ["Istio.sailoperator.io", "spec", "values"],
];

function inValues(context: RuleContext, keys: readonly string[]): MeshSetting[] {
  return VALUES.flatMap(([kind, ...path]) =>
    context.resources(kind).flatMap((resource) => {
      const value = get({ path: [], value: resource.data }, ...path, ...keys);
      return isSet(value) ? [{ resource, at: value.path, value, isInline: true }] : [];
    }),
  );
}
