import type { PlannedFile } from "../core/plan.ts";
import { printYaml } from "../yaml/print.ts";
import {
  infrastructureOf,
  planKustomization,
  planManifest,
  type ClusterContext,
  type Manifest,
} from "./plan.ts";
import type { Release } from "./release.ts";
import { releasesOf } from "./releases.ts";

const folder = "templates/clusters/_cluster_/infrastructure/_stage_";

/**
 * Plans what Flux reads of each stage with Helm releases: HelmRepositories and HelmReleases. They lie in Flux's own namespace, and so do
 * Helm's records: a release can then be uninstalled whole even while its own namespace goes.
 * @param withManifests stages whose folder `manifests/` holds plain manifests, which the stage includes
 */
export function planHelm(
  context: ClusterContext,
  withManifests: ReadonlySet<string>,
): PlannedFile[] {
  const files: PlannedFile[] = [];
  const resources = new Map<string, string[]>();
  const known = new Set<string>();
  const add = (release: Release, name: string, file: PlannedFile): void => {
    files.push(file);
    resources.set(release.stage, [...(resources.get(release.stage) ?? []), name]);
  };
  for (const release of releasesOf(context.cluster)) {
    const { repository } = release;
    if (!known.has(repository.name))
      add(release, `helmrepository-${repository.name}.yaml`, planRepository(context, release));
    known.add(repository.name);
    add(release, `helmrelease-${release.name}.yaml`, planRelease(context, release));
  }
  for (const stage of withManifests)
    resources.set(stage, [...(resources.get(stage) ?? []), "manifests"]);
  const kustomizations = [...resources].map(([stage, names]) =>
    planKustomization(
      context,
      `${infrastructureOf(context.cluster)}/${stage}`,
      `${folder}/kustomization.yaml.hbs`,
      names,
    ),
  );
  return [...files, ...kustomizations];
}

function planRepository(context: ClusterContext, { stage, repository }: Release): PlannedFile {
  const metadata = { name: repository.name, namespace: context.cluster.flux.namespace };
  const manifest = { apiVersion: "source.toolkit.fluxcd.io/v1", kind: "HelmRepository", metadata };
  const path = `${infrastructureOf(context.cluster)}/${stage}/helmrepository-${repository.name}.yaml`;
  const file = planManifest(context, path, `${folder}/helmrepository.yaml.hbs`, manifest);
  return {
    ...file,
    data: { ...file.data, url: repository.url, isOci: repository.url.startsWith("oci://") },
  };
}

function planRelease(context: ClusterContext, release: Release): PlannedFile {
  const metadata = { name: release.name, namespace: context.cluster.flux.namespace };
  const manifest = { apiVersion: "helm.toolkit.fluxcd.io/v2", kind: "HelmRelease", metadata };
  const path = `${infrastructureOf(context.cluster)}/${release.stage}/helmrelease-${release.name}.yaml`;
  const file = planManifest(context, path, `${folder}/helmrelease.yaml.hbs`, manifest);
  const values = Object.keys(release.values).length > 0 ? release.values : undefined;
  return {
    ...file,
    data: { ...file.data, release, values, patches: release.services.map(patchOf) },
  };
}

/** What of the Service differs from the chart's: its type, and who may reach it at which address. */
function patchOf({ apiVersion, kind, metadata, spec }: Manifest): Record<string, unknown> {
  const { type, loadBalancerIP, loadBalancerSourceRanges } = spec ?? {};
  const patch = {
    apiVersion,
    kind,
    metadata: { name: metadata.name, annotations: metadata.annotations },
    spec: { type, loadBalancerIP, loadBalancerSourceRanges },
  };
  return { target: { kind, name: metadata.name }, patch: `${printYaml(patch)}\n` };
}
