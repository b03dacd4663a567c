import { asText, isMapping, lookUp } from "../../core/json.ts";
import { type Path, valueAt } from "../../core/path.ts";
import { groupKindOf, type Resource } from "../../core/resource.ts";

/** Where an installation says what it follows: as an object of its own, or as values of the chart `flux-instance` that makes one. */
const PLACES: Readonly<Record<string, Path>> = {
  "FluxInstance.fluxcd.controlplane.io": ["spec", "sync"],
  "HelmRelease.helm.toolkit.fluxcd.io": ["spec", "values", "instance", "sync"],
};

/** Is this an installation by Flux Operator that follows a repository? */
export function isFluxInstance(resource: Resource): boolean {
  return readSync(resource) !== undefined;
}

function readSync({ id, data }: Resource): { at: Path; sync: Record<string, unknown> } | undefined {
  const at = lookUp(PLACES, groupKindOf(id));
  const sync = at && valueAt(data, at);
  return at && isMapping(sync) && typeof sync["path"] === "string" ? { at, sync } : undefined;
}

/**
 * Makes the source and the Kustomization that Flux Operator makes of `spec.sync`, as `flux bootstrap` would write them.
 * Source: "Cluster sync configuration" in docs/api/v1/fluxinstance.md of controlplaneio-fluxcd/flux-operator.
 */
export function expandInstance(instance: Resource): Resource[] {
  const { at, sync } = readSync(instance) ?? { at: [], sync: {} };
  const namespace = instance.id.namespace ?? "flux-system";
  const name = asText(sync["name"] ?? namespace);
  const kind = asText(sync["kind"] ?? "GitRepository");
  const ref = asText(sync["ref"] ?? "").replace(/^refs\/heads\//, "");
  const make = (
    apiVersion: string,
    objectKind: string,
    spec: Record<string, unknown>,
  ): Resource => ({
    id: { apiVersion, kind: objectKind, namespace, name },
    data: { apiVersion, kind: objectKind, metadata: { name, namespace }, spec },
    file: instance.file,
    document: instance.document,
    locate: (path, part) =>
      instance.locate(path[0] === "spec" ? [...at, ...path.slice(1, 2)] : at, part),
  });
  return [
    make("source.toolkit.fluxcd.io/v1", kind, {
      url: sync["url"],
      ...(kind === "GitRepository" && ref !== "" ? { ref: { branch: ref } } : {}),
    }),
    make("kustomize.toolkit.fluxcd.io/v1", "Kustomization", {
      path: sync["path"],
      prune: true,
      sourceRef: { kind, name },
    }),
  ];
}
