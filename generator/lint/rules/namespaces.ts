import { groupKindOf } from "../../core/resource.ts";
import type { RuleContext } from "../../core/rule.ts";
import { get, isTrue, text, texts } from "./field.ts";

const APPLICATION = "Application.argoproj.io";

/** Namespaces that a cluster, or the engine itself, brings along. */
const GIVEN = ["default", "kube-system", "kube-public", "kube-node-lease", "flux-system", "argocd"];

/** @returns the namespaces that the files make, those that releases and Applications make, and those that are always there */
export function madeNamespaces(context: RuleContext): Set<string> {
  const made = new Set(context.resources("Namespace").map((namespace) => namespace.id.name));
  for (const release of context.resources("HelmRelease.helm.toolkit.fluxcd.io")) {
    const spec = get({ path: [], value: release.data }, "spec");
    const target = text(get(spec, "targetNamespace")) ?? release.id.namespace;
    if (target && isTrue(get(spec, "install", "createNamespace"))) made.add(target);
  }
  // Those that an ApplicationSet makes are the sources of builds only
  const sources = context.builds.flatMap(({ source }) => source ?? []);
  const applications = sources.filter(({ id }) => groupKindOf(id) === APPLICATION);
  for (const application of [...context.resources(APPLICATION), ...applications]) {
    const spec = get({ path: [], value: application.data }, "spec");
    const creates = texts(get(spec, "syncPolicy", "syncOptions")).some(
      ({ value }) => value === "CreateNamespace=true",
    );
    const target = text(get(spec, "destination", "namespace"));
    if (target && creates) made.add(target);
  }
  for (const namespace of GIVEN) made.add(namespace);
  return made;
}
