import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isTrue, items, text } from "../../field.ts";
import { HELM_RELEASE } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

export const rule: Rule = {
  name: "flux/values-from",
  severity: "warning",
  summary: "The ConfigMap or Secret that a HelmRelease takes values from exists and has the key",
  scope: "build",
  check(context) {
    for (const release of context.resources(HELM_RELEASE)) {
      for (const entry of items(get(specOf(release), "valuesFrom"))) {
        const reference = readReference(release, entry);
        if (!reference?.kind || isTrue(get(entry, "optional"))) continue;
        const { kind, name } = reference;
        const namespace = release.id.namespace;
        const source = context.find(kind, namespace, name);
        if (!source) {
          if (context.partial || context.external({ kind, namespace, name })) continue;
          context.report({
            resource: release,
            path: [...entry.path, "name"],
            message: `nothing here makes ${kind} "${name}" in namespace "${namespace ?? "default"}"; the release waits for it. Declare it as external if it is made elsewhere`,
          });
          continue;
        }
        const key = text(get(entry, "valuesKey")) ?? "values.yaml";
        const keys = [
          source.data["data"],
          source.data["stringData"],
          source.data["binaryData"],
        ].flatMap((data) => (isMapping(data) ? Object.keys(data) : []));
        if (keys.length === 0 || keys.includes(key)) continue;
        const message = `${kind} "${name}" has no key "${key}"; it has ${keys.map((each) => `"${each}"`).join(", ")}`;
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
