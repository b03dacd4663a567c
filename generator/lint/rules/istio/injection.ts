import { asText } from "../../../core/json.ts";
import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { type Field, get, isSet, text } from "../field.ts";

// How Pods join a mesh: pkg/config/analysis/analyzers/util/in_mesh.go of istio/istio.

/** @returns the labels of a Namespace, undefined where the tree does not have it */
export function namespaceLabels(
  context: RuleContext,
  namespace: string | undefined,
): Field | undefined {
  const found = context.find("Namespace", undefined, namespace ?? "default");
  return found && labelsOf(found);
}

export function labelsOf(resource: Resource): Field {
  return get({ path: [], value: resource.data }, "metadata", "labels");
}

/** Do these labels of a Namespace ask for sidecars? */
export function asksForSidecars(labels: Field): boolean {
  const injection = get(labels, "istio-injection");
  return isSet(injection)
    ? injection.value === "enabled"
    : Boolean(text(get(labels, "istio.io/rev")));
}

/** Do these labels of a Namespace put its Pods into an ambient mesh? A label for sidecars comes first. */
export function isAmbient(labels: Field | undefined): boolean {
  if (labels === undefined || get(labels, "istio-injection").value === "enabled") return false;
  return (
    !text(get(labels, "istio.io/rev")) && get(labels, "istio.io/dataplane-mode").value === "ambient"
  );
}

/**
 * Says whether a Pod gets, or has, a sidecar.
 * @param template metadata and spec of the Pod
 * @param namespace the labels of its Namespace
 */
export function hasSidecar(template: Field, namespace: Field | undefined): boolean {
  const containers = ["containers", "initContainers"].flatMap(
    (list) => get(template, "spec", list).value ?? [],
  ) as unknown[];
  if (
    containers.some(
      (container) => get({ path: [], value: container }, "name").value === "istio-proxy",
    )
  )
    return true;
  for (const part of ["labels", "annotations"]) {
    const inject = get(template, "metadata", part, "sidecar.istio.io/inject");
    if (isSet(inject)) return asText(inject.value) === "true";
  }
  return namespace !== undefined && asksForSidecars(namespace);
}
