import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { type Field, get, isSet, items, text } from "../../field.ts";
import { ARTIFACT_GENERATOR, HELM_RELEASE, KUSTOMIZATION, sourceKind } from "../kinds.ts";
import { readReference, specOf } from "../reference.ts";

export const rule: Rule = {
  name: "flux/source-exists",
  severity: "warning",
  summary: "The source that a Kustomization or HelmRelease reads from is in the repository",
  scope: "build",
  check(context) {
    if (context.partial) return;
    for (const resource of context.resources(KUSTOMIZATION, HELM_RELEASE)) {
      const spec = specOf(resource);
      for (const field of [
        get(spec, "sourceRef"),
        get(spec, "chart", "spec", "sourceRef"),
        get(spec, "chartRef"),
      ]) {
        if (isSet(field)) checkSource(context, resource, field);
      }
    }
  },
};

function checkSource(context: RuleContext, resource: Resource, field: Field): void {
  const reference = readReference(resource, field);
  const kind = sourceKind(reference?.kind);
  if (!reference || !kind || isBootstrapped(reference.name, reference.namespace)) return;
  const { name, namespace } = reference;
  if (context.find(kind, namespace, name) || context.external({ kind, namespace, name })) return;
  if (shownKind(field) === "ExternalArtifact" && isGenerated(context, name, namespace)) return;
  const elsewhere = context.resources(kind).find((source) => source.id.name === name);
  const known = context.resources(kind).map((source) => source.id.name);
  const shown = shownKind(field);
  if (elsewhere && elsewhere.id.namespace !== undefined && namespace !== undefined) {
    const message = `${shown} "${name}" is in namespace "${elsewhere.id.namespace}", not "${namespace}"; set sourceRef.namespace`;
    context.report({ resource, path: [...field.path, "name"], severity: "error", message });
  } else if (!elsewhere) {
    const candidate = suggest(name, known);
    const message = `no ${shown} is named "${name}" in namespace "${namespace ?? "default"}"${candidate ? `, did you mean "${candidate}"?` : ""}`;
    context.report({ resource, path: [...field.path, "name"], message });
  }
}

function shownKind(field: Field): string | undefined {
  return text(get(field, "kind"));
}

/** source-watcher makes an ExternalArtifact for each artifact of an ArtifactGenerator, in its namespace. */
function isGenerated(context: RuleContext, name: string, namespace: string | undefined): boolean {
  return context
    .resources(ARTIFACT_GENERATOR)
    .some(
      (generator) =>
        generator.id.namespace === namespace &&
        items(get(specOf(generator), "artifacts")).some(
          (artifact) => text(get(artifact, "name")) === name,
        ),
    );
}

/** `flux bootstrap` makes the source that it is bootstrapped from. */
function isBootstrapped(name: string, namespace: string | undefined): boolean {
  return name === "flux-system" && (namespace === undefined || namespace === "flux-system");
}
