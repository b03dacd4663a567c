import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { madeNamespaces } from "../../namespaces.ts";

export const rule: Rule = {
  name: "kubernetes/namespace-exists",
  severity: "warning",
  summary: "The namespace that an object lies in is there or made with it",
  scope: "build",
  check(context) {
    if (context.resources("Namespace").length === 0 || context.partial) return;
    const made = madeNamespaces(context);
    const reported = new Set<string>();
    for (const resource of context.resources()) {
      const { namespace } = resource.id;
      if (
        namespace === undefined ||
        made.has(namespace) ||
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
