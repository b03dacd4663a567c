import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { get, isTrue, items, text } from "../../field.ts";
import { KUSTOMIZATION } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

/** Source: docs/spec/v1/kustomizations.md of fluxcd/kustomize-controller. */
export const rule: Rule = {
  name: "flux/health-check",
  severity: "warning",
  summary: "Health checks name objects that exist, and count",
  scope: "build",
  check(context) {
    for (const kustomization of context.resources(KUSTOMIZATION)) {
      const spec = specOf(kustomization);
      const checks = items(get(spec, "healthChecks"));
      if (checks.length > 0 && isTrue(get(spec, "wait"))) {
        context.report({
          resource: kustomization,
          path: ["spec", "healthChecks"],
          part: "key",
          message: "healthChecks are ignored because wait is true; take one of the two out",
        });
        continue;
      }
      for (const field of checks) {
        const reference = readReference(kustomization, field);
        const apiVersion = text(get(field, "apiVersion"));
        if (!reference?.kind || !apiVersion || context.partial) continue;
        const { name, namespace } = reference;
        const kind = groupKindOf({ apiVersion, kind: reference.kind });
        const known = context.resources(kind);
        if (
          known.some(
            (object) => object.id.name === name && (object.id.namespace ?? namespace) === namespace,
          )
        )
          continue;
        if (known.length === 0 || context.external({ kind, namespace, name })) continue;
        const message = `no ${reference.kind} is named "${name}" in namespace "${namespace ?? "default"}"; the Kustomization would wait until its timeout`;
        context.report({ resource: kustomization, path: [...field.path, "name"], message });
      }
    }
  },
};
