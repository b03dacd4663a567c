import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, isSet, text } from "../../field.ts";
import { madeNamespaces } from "../../namespaces.ts";
import { HELM_RELEASE } from "../kinds.ts";
import { specOf } from "../reference.ts";

/** Source: docs/spec/v2/helmreleases.md of fluxcd/helm-controller: only targetNamespace can be created, by install.createNamespace. */
export const rule: Rule = {
  name: "flux/release-namespace",
  severity: "warning",
  summary: "The namespaces that a HelmRelease installs into and keeps its records in exist",
  scope: "build",
  check(context) {
    if (context.resources("Namespace").length === 0 || context.partial) return;
    const made = madeNamespaces(context);
    for (const release of context.resources(HELM_RELEASE)) {
      const spec = specOf(release);
      if (isSet(get(spec, "kubeConfig"))) continue;
      for (const key of ["targetNamespace", "storageNamespace"]) {
        const name = text(get(spec, key));
        if (!name || name === release.id.namespace || made.has(name)) continue;
        if (context.external({ kind: "Namespace", name })) continue;
        const candidate = suggest(name, made);
        const advice =
          key === "targetNamespace"
            ? "add it, set install.createNamespace, or declare it as external"
            : "add it, or declare it as external";
        const message = `nothing here makes namespace "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}; ${advice}`;
        context.report({ resource: release, path: ["spec", key], message });
      }
    }
  },
};
