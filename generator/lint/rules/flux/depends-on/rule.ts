import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, isBlank, items } from "../../field.ts";
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
      const graph: Graph = new Map(
        context.resources(kind).map((resource) => [resource, readTargets(context, kind, resource)]),
      );
      reportCycles(context, graph);
    }
  },
};

interface Dependency {
  reference: Reference;
  target: Resource;
}

type Graph = ReadonlyMap<Resource, Dependency[]>;

function readTargets(context: RuleContext, kind: string, resource: Resource): Dependency[] {
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
function reportCycles(context: RuleContext, graph: Graph): void {
  const state = new Map<Resource, "open" | "done">();
  const chain: Resource[] = [];
  const visit = (resource: Resource): void => {
    state.set(resource, "open");
    chain.push(resource);
    for (const { reference, target } of graph.get(resource) ?? []) {
      if (state.get(target) === "open") {
        const cycle = [...chain.slice(chain.indexOf(target)), target];
        const effect = effectOf(cycle, graph);
        if (effect === undefined) continue;
        const names = cycle.map((member) => member.id.name).join(" → ");
        context.report({
          resource,
          path: [...reference.field.path, "name"],
          message: `dependsOn goes in a circle: ${names}; ${effect}, take this one out`,
        });
      } else if (!state.has(target)) visit(target);
    }
    chain.pop();
    state.set(resource, "done");
  };
  for (const resource of graph.keys()) if (!state.has(resource)) visit(resource);
}

/**
 * With a readyExpr the expression decides alone when the other is ready, so members may start. Kustomizations are sorted by their
 * dependencies all the same when their source changes. Source: requestsForRevisionChangeOf of fluxcd/kustomize-controller.
 */
function effectOf(cycle: readonly Resource[], graph: Graph): string | undefined {
  const isConditional = cycle.slice(1).some((target, index) => {
    const step = graph.get(cycle[index]!)?.find((dependency) => dependency.target === target);
    return step !== undefined && !isBlank(get(step.reference.field, "readyExpr"));
  });
  if (!isConditional) return "none of them would ever start";
  return cycle[0]!.id.kind === "Kustomization"
    ? "Flux cannot sort them when their source changes"
    : undefined;
}
