import { asText, isMapping } from "../../core/json.ts";
import { groupOf, type Resource } from "../../core/resource.ts";

/** Is this an installation by Flux Operator that follows a repository? */
export function isFluxInstance({ id, data }: Resource): boolean {
  return (
    id.kind === "FluxInstance" &&
    groupOf(id.apiVersion) === "fluxcd.controlplane.io" &&
    readSync(data) !== undefined
  );
}

function readSync(data: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const spec = data["spec"];
  const sync = isMapping(spec) ? spec["sync"] : undefined;
  return isMapping(sync) && typeof sync["path"] === "string" ? sync : undefined;
}

/**
 * Makes the source and the Kustomization that Flux Operator makes of `spec.sync`, as `flux bootstrap` would write them.
 * Source: "Cluster sync configuration" in docs/api/v1/fluxinstance.md of controlplaneio-fluxcd/flux-operator.
 */
export function expandInstance(instance: Resource): Resource[] {
  const sync = readSync(instance.data) ?? {};
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
      instance.locate(
        path[0] === "spec" ? ["spec", "sync", ...path.slice(1, 2)] : ["spec", "sync"],
        part,
      ),
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
