import type { Location } from "../../../../core/finding.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Field, get, isTrue, items } from "../../field.ts";
import { madeSecrets } from "../../kubernetes/secrets.ts";
import { KUSTOMIZATION } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

/** Source: LoadVariables of fluxcd/pkg kustomize. */
export const rule: Rule = {
  name: "flux/substitute-from",
  severity: "warning",
  summary: "The ConfigMaps and Secrets that a Kustomization takes variables from exist",
  scope: "build",
  check(context) {
    if (isOtherwisePartial(context)) return;
    const secrets = madeSecrets(context);
    for (const kustomization of context.resources(KUSTOMIZATION)) {
      const { namespace } = kustomization.id;
      for (const entry of sourcesOf(kustomization)) {
        const reference = readReference(kustomization, entry);
        if (!reference?.kind || isTrue(get(entry, "optional"))) continue;
        const { kind, name } = reference;
        if (context.find(kind, namespace, name) || context.external({ kind, namespace, name }))
          continue;
        if (kind === "Secret" && secrets.has(`${namespace ?? ""}/${name}`)) continue;
        context.report({
          resource: kustomization,
          path: [...entry.path, "name"],
          message: `nothing here makes ${kind} "${name}" in namespace "${namespace ?? "default"}", and without it the Kustomization applies nothing. Declare it as external if it is made elsewhere, or set optional: true`,
        });
      }
    }
  },
};

/** What lacks its variables is partial for that alone: it hides no ConfigMap. */
function isOtherwisePartial(context: RuleContext): boolean {
  const known = new Set(
    context
      .resources(KUSTOMIZATION)
      .flatMap((owner) => sourcesOf(owner).map(({ path }) => placeOf(owner.locate(path)))),
  );
  return context.builds.some(({ partial }) => partial.some(({ at }) => !known.has(placeOf(at))));
}

function sourcesOf(kustomization: Resource): Field[] {
  return items(get(specOf(kustomization), "postBuild", "substituteFrom"));
}

function placeOf({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}
