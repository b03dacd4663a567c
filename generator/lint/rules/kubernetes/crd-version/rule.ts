import { asText } from "../../../../core/json.ts";
import { groupKindOf, groupOf, type Resource, versionOf } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isTrue, items } from "../../field.ts";

export const rule: Rule = {
  name: "kubernetes/crd-version",
  severity: "error",
  summary: "A custom resource is of a version that its CustomResourceDefinition serves",
  scope: "build",
  check(context) {
    const served = new Map<string, { versions: Set<string>; definition: Resource }>();
    for (const definition of context.resources("CustomResourceDefinition.apiextensions.k8s.io")) {
      const spec = get({ path: [], value: definition.data }, "spec");
      const group = asText(get(spec, "group").value);
      const key = `${asText(get(spec, "names", "kind").value)}.${group}`;
      const { versions } = served.get(key) ?? { versions: new Set<string>() };
      for (const version of items(get(spec, "versions")))
        if (isTrue(get(version, "served"))) versions.add(asText(get(version, "name").value));
      served.set(key, { versions, definition });
    }
    for (const [key, { versions, definition }] of served) {
      if (versions.size === 0 || key.endsWith(".toolkit.fluxcd.io")) continue; // flux/removed-version tells of those
      for (const resource of context.resources(key)) {
        const { apiVersion, kind } = resource.id;
        if (groupKindOf(resource.id) !== key || versions.has(versionOf(apiVersion))) continue;
        const choices = [...versions].map((version) => `"${groupOf(apiVersion)}/${version}"`);
        context.report({
          resource,
          path: ["apiVersion"],
          message: `CustomResourceDefinition "${definition.id.name}" does not serve ${kind} in ${apiVersion}; write ${choices.join(" or ")}`,
          related: [
            { message: "the definition", at: definition.locate(["spec", "versions"], "key") },
          ],
        });
      }
    }
  },
};
