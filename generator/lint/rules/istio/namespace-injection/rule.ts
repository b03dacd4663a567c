import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { get, isSet, isTrue } from "../../field.ts";
import { asksForSidecars, isAmbient, labelsOf } from "../injection.ts";
import { injectorValues } from "../injector.ts";

const LABELS = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"];
/** Namespaces of the cluster's own parts, which are in no mesh. */
const INFRASTRUCTURE =
  /^(kube-.*|.*-system|flux-.*|argocd|cert-manager|monitoring|observability|ingress.*|istio-.*)$/;

/** Source: injection.Analyzer of istio/istio. Only where others ask for it: a tree without a mesh has nothing to ask. */
export const rule: Rule = {
  name: "istio/namespace-injection",
  severity: "info",
  summary: "A Namespace says whether it is in the mesh",
  aliases: ["IST0102", "IST0148"],
  scope: "build",
  check(context) {
    const namespaces = context.resources("Namespace");
    if (
      !namespaces.some(
        (namespace) => asksForSidecars(labelsOf(namespace)) || isAmbient(labelsOf(namespace)),
      )
    )
      return;
    const installed = installTargets(context);
    const byDefault = injectsByDefault(context);
    for (const namespace of namespaces) {
      const labels = labelsOf(namespace);
      if (LABELS.some((label) => isSet(get(labels, label)))) continue;
      if (INFRASTRUCTURE.test(namespace.id.name) || installed.has(namespace.id.name)) continue;
      const message = byDefault
        ? `namespace "${namespace.id.name}" gets sidecars, because the injector takes every namespace without a label; label it istio-injection=enabled or disabled to say so`
        : `namespace "${namespace.id.name}" is not in the mesh, and other namespaces here are; label it istio-injection=enabled, or disabled to say that it is meant`;
      context.report({ resource: namespace, path: ["metadata", "name"], message });
    }
  },
};

/** What Helm charts are installed into is not the user's application. */
function installTargets(context: RuleContext): ReadonlySet<unknown> {
  const target = (resource: Resource, ...path: string[]) =>
    get({ path: [], value: resource.data }, "spec", ...path).value;
  return new Set([
    ...context
      .resources("HelmRelease.helm.toolkit.fluxcd.io")
      .map((release) => target(release, "targetNamespace") ?? release.id.namespace),
    ...context
      .resources("Application.argoproj.io")
      .filter((application) => target(application, "source", "chart") !== undefined)
      .map((application) => target(application, "destination", "namespace")),
  ]);
}

function injectsByDefault(context: RuleContext): boolean {
  const values = injectorValues(context);
  return (
    values !== undefined &&
    isTrue(get(values, "sidecarInjectorWebhook", "enableNamespacesByDefault"))
  );
}
