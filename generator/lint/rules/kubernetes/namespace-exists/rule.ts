import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, isTrue, text, texts } from "../../field.ts";

/** Namespaces that a cluster, or the engine itself, brings along. */
const GIVEN = new Set([
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease",
  "flux-system",
  "argocd",
]);

export const rule: Rule = {
  name: "kubernetes/namespace-exists",
  severity: "warning",
  summary: "The namespace that an object lies in is there or made with it",
  scope: "build",
  check(context) {
    const made = new Set(context.resources("Namespace").map((namespace) => namespace.id.name));
    if (made.size === 0 || context.partial) return;
    for (const release of context.resources("HelmRelease.helm.toolkit.fluxcd.io")) {
      const spec = get({ path: [], value: release.data }, "spec");
      const target = text(get(spec, "targetNamespace")) ?? release.id.namespace;
      if (target && isTrue(get(spec, "install", "createNamespace"))) made.add(target);
    }
    for (const application of context.resources("Application.argoproj.io")) {
      const spec = get({ path: [], value: application.data }, "spec");
      const creates = texts(get(spec, "syncPolicy", "syncOptions")).some(
        ({ value }) => value === "CreateNamespace=true",
      );
      const target = text(get(spec, "destination", "namespace"));
      if (target && creates) made.add(target);
    }
    const reported = new Set<string>();
    for (const resource of context.resources()) {
      const { namespace } = resource.id;
      if (
        namespace === undefined ||
        made.has(namespace) ||
        GIVEN.has(namespace) ||
        namespace.includes("$") ||
        reported.has(namespace)
      )
        continue;
      if (context.external({ kind: "Namespace", name: namespace })) continue;
      reported.add(namespace);
      const candidate = suggest(namespace, made);
      const message = `nothing here makes namespace "${namespace}"${candidate ? `, did you mean "${candidate}"?` : ""}; add it, or declare it as external`;
      context.report({ resource, path: ["metadata", "namespace"], message });
    }
  },
};
