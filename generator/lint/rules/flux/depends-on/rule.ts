import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, items } from "../../field.ts";
import { HELM_RELEASE, KUSTOMIZATION } from "../kinds.ts";
import { readReference, type Reference, specOf } from "../reference.ts";

/** Source: dependsOn takes objects of its own kind only, docs/spec/v1/kustomizations.md of fluxcd/kustomize-controller. */
export const rule: Rule = {
  name: "flux/depends-on",
  severity: "error",
  summary:
    "What a Kustomization or HelmRelease depends on exists and does not depend on it in turn",
  scope: "build",
  check(context) {
    for (const kind of [KUSTOMIZATION, HELM_RELEASE]) {
      const graph = new Map<Resource, { reference: Reference; target: Resource }[]>();
      for (const resource of context.resources(kind))
        graph.set(resource, readTargets(context, kind, resource));
      reportCycles(context, graph);
    }
  },
};

function readTargets(
  context: RuleContext,
  kind: string,
  resource: Resource,
): { reference: Reference; target: Resource }[] {
  return items(get(specOf(resource), "dependsOn")).flatMap((field) => {
    const reference = readReference(resource, field);
    if (!reference) return [];
    const { name, namespace } = reference;
    const target = context.find(kind, namespace, name);
    if (target) return [{ reference, target }];
    if (context.partial || context.external({ kind, namespace, name })) return [];
    const known = context.resources(kind);
    const elsewhere = known.find((other) => other.id.name === name);
    const candidate = suggest(
      name,
      known.map((other) => other.id.name),
    );
    const hint = elsewhere
      ? `; the one in namespace "${elsewhere.id.namespace ?? "default"}" needs "namespace" here`
      : candidate
        ? `, did you mean "${candidate}"?`
        : "; dependsOn names objects of the same kind only";
    const severity = elsewhere ? "error" : "warning"; // else it may be applied from another repository
    context.report({
      resource,
      path: [...field.path, "name"],
      severity,
      message: `no ${resource.id.kind} is named "${name}" in namespace "${namespace ?? "default"}"${hint}; "${resource.id.name}" would wait for ever`,
    });
    return [];
  });
}

/** Reports each cycle once, at the entry of the member that comes first. */
function reportCycles(
  context: RuleContext,
  graph: ReadonlyMap<Resource, { reference: Reference; target: Resource }[]>,
): void {
  const state = new Map<Resource, "open" | "done">();
  const chain: Resource[] = [];
  const visit = (resource: Resource): void => {
    state.set(resource, "open");
    chain.push(resource);
    for (const { reference, target } of graph.get(resource) ?? []) {
      if (state.get(target) === "open") {
        const cycle = [...chain.slice(chain.indexOf(target)), target].map(
          (member) => member.id.name,
        );
        context.report({
          resource,
          path: [...reference.field.path, "name"],
          message: `dependsOn goes in a circle: ${cycle.join(" → ")}; none of them would ever start, take this one out`,
        });
      } else if (!state.has(target)) visit(target);
    }
    chain.pop();
    state.set(resource, "done");
  };
  for (const resource of graph.keys()) if (!state.has(resource)) visit(resource);
}
