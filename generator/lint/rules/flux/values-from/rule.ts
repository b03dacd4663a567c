import { isMapping } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isTrue, items, text } from "../../field.ts";
import { madeSecrets } from "../../kubernetes/secrets.ts";
import { HELM_RELEASE } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

/** Source: ChartValuesFromReferences of fluxcd/pkg chartutil. */
export const rule: Rule = {
  name: "flux/values-from",
  severity: "warning",
  summary: "The ConfigMap or Secret that a HelmRelease takes values from exists and has the key",
  scope: "build",
  check(context) {
    const secrets = madeSecrets(context);
    for (const release of context.resources(HELM_RELEASE)) {
      for (const entry of items(get(specOf(release), "valuesFrom"))) {
        const reference = readReference(release, entry);
        if (!reference?.kind || isTrue(get(entry, "optional"))) continue;
        const { kind, name } = reference;
        const namespace = release.id.namespace;
        const source = context.find(kind, namespace, name);
        if (!source) {
          if (context.partial || context.external({ kind, namespace, name })) continue;
          if (kind === "Secret" && secrets.has(`${namespace ?? ""}/${name}`)) continue;
          context.report({
            resource: release,
            path: [...entry.path, "name"],
            message: `nothing here makes ${kind} "${name}" in namespace "${namespace ?? "default"}"; the release waits for it. Declare it as external if it is made elsewhere`,
          });
          continue;
        }
        const key = text(get(entry, "valuesKey")) || "values.yaml";
        const keys = keysOf(source, kind === "Secret" ? ["data", "stringData"] : ["data"]);
        const binary = kind === "ConfigMap" ? keysOf(source, ["binaryData"]) : [];
        if (keys.length + binary.length === 0 || keys.includes(key)) continue;
        const message = binary.includes(key)
          ? `ConfigMap "${name}" has key "${key}" as binaryData, and values are read from data only`
          : `${kind} "${name}" has no key "${key}"; it has ${keys.map((each) => `"${each}"`).join(", ") || "none in data"}`;
        context.report({
          resource: release,
          path: [...entry.path, "name"],
          severity: "error",
          message,
          related: [{ message: kind, at: source.locate(["data"], "key") }],
        });
      }
    }
  },
};

function keysOf({ data }: Resource, fields: readonly string[]): string[] {
  return fields.flatMap((field) => {
    const entries = data[field];
    return isMapping(entries) ? Object.keys(entries) : [];
  });
}
