import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Field, get, isTrue, items, texts } from "../../field.ts";
import { HELM_RELEASE, KUSTOMIZATION } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

interface Watch {
  /** Which controller follows the references. */
  readonly controller: string;
  readonly kind: string;
  readonly references: (spec: Field) => Field[];
  /** Is such a reference passed over, and the object taken? */
  readonly ignores?: true;
}

const WATCHES: readonly Watch[] = [
  {
    controller: "kustomize-controller",
    kind: KUSTOMIZATION,
    references: (spec) => [get(spec, "sourceRef")],
  },
  {
    controller: "helm-controller",
    kind: HELM_RELEASE,
    references: (spec) => [get(spec, "chart", "spec", "sourceRef"), get(spec, "chartRef")],
  },
  {
    controller: "notification-controller",
    kind: "Alert.notification.toolkit.fluxcd.io",
    references: (spec) => items(get(spec, "eventSources")),
    ignores: true,
  },
  {
    controller: "notification-controller",
    kind: "Receiver.notification.toolkit.fluxcd.io",
    references: (spec) => items(get(spec, "resources")),
    ignores: true,
  },
  {
    controller: "image-reflector-controller",
    kind: "ImagePolicy.image.toolkit.fluxcd.io",
    references: (spec) => [get(spec, "imageRepositoryRef")],
  },
  {
    controller: "image-automation-controller",
    kind: "ImageUpdateAutomation.image.toolkit.fluxcd.io",
    references: (spec) => [get(spec, "sourceRef")],
  },
];

/** Source: the checks of NoCrossNamespaceRefs in fluxcd's controllers, and internal/builder of flux-operator for `multitenant`. */
export const rule: Rule = {
  name: "flux/cross-namespace",
  severity: "error",
  summary:
    "Where Flux runs with --no-cross-namespace-refs, no reference leads to another namespace",
  scope: "build",
  check(context) {
    const locked = findLocked(context);
    for (const watch of WATCHES) {
      const by = locked.get(watch.controller) ?? locked.get("*");
      if (!by) continue;
      for (const resource of context.resources(watch.kind))
        for (const field of watch.references(specOf(resource)))
          checkReference(context, resource, field, watch, by);
    }
  },
};

function checkReference(
  context: RuleContext,
  resource: Resource,
  field: Field,
  { controller, ignores }: Watch,
  by: Resource,
): void {
  const own = resource.id.namespace;
  const reference = readReference(resource, field);
  if (!reference || own === undefined || reference.namespace === own) return;
  const { name, namespace } = reference;
  context.report({
    resource,
    path: [...field.path, "namespace"],
    severity: ignores ? "warning" : "error",
    message: `${reference.kind ?? "object"} "${name}" is in namespace "${namespace ?? ""}", and ${controller} follows no references to other namespaces here; put it into namespace "${own}"`,
    related: [{ message: "what forbids it", at: by.locate(["metadata", "name"]) }],
  });
}

/** @returns the controllers that run with the flag, each with what says so; `*` for all of them */
function findLocked(context: RuleContext): Map<string, Resource> {
  const locked = new Map<string, Resource>();
  for (const deployment of context.resources("Deployment.apps")) {
    const containers = items(get(specOf(deployment), "template", "spec", "containers"));
    const flags = containers
      .flatMap((container) => texts(get(container, "args")))
      .filter(({ value }) => value.startsWith("--no-cross-namespace-refs"));
    const last = flags.at(-1)?.value;
    if (last !== undefined && !last.endsWith("=false")) locked.set(deployment.id.name, deployment);
  }
  for (const instance of context.resources("FluxInstance.fluxcd.controlplane.io"))
    if (isTrue(get(specOf(instance), "cluster", "multitenant"))) locked.set("*", instance);
  return locked;
}
