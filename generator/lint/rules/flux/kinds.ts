import { asText } from "../../../core/json.ts";
/** Flux's kinds, as rules name them. */
export const KUSTOMIZATION = "Kustomization.kustomize.toolkit.fluxcd.io";
export const HELM_RELEASE = "HelmRelease.helm.toolkit.fluxcd.io";
export const ARTIFACT_GENERATOR = "ArtifactGenerator.source.extensions.fluxcd.io";
export const GIT_REPOSITORY = "GitRepository.source.toolkit.fluxcd.io";
export const OCI_REPOSITORY = "OCIRepository.source.toolkit.fluxcd.io";

const SOURCES = [
  "GitRepository",
  "OCIRepository",
  "Bucket",
  "HelmRepository",
  "HelmChart",
  "ExternalArtifact",
];

/** @returns the group's kind of a `sourceRef` or `chartRef`, or undefined for a kind that is no source */
export function sourceKind(kind: unknown): string | undefined {
  return SOURCES.includes(asText(kind)) ? `${asText(kind)}.source.toolkit.fluxcd.io` : undefined;
}
