import type { Severity } from "../../core/finding.ts";

/** Every rule that rendering builds reports under, sorted by name. An error is what the engine, or `kustomize build`, fails with. */
export const buildRules: readonly { name: string; severity: Severity; summary: string }[] = [
  {
    name: "argocd/path-exists",
    severity: "error",
    summary: "The path of an Application's source exists",
  },
  {
    name: "flux/path-exists",
    severity: "error",
    summary: "The path of a Flux Kustomization exists",
  },
  {
    name: "flux/substitution",
    severity: "error",
    summary: "Flux can read the ${...} of what it applies",
  },
  {
    name: "flux/variable-defined",
    severity: "error",
    summary: "A ${VAR} that Flux replaces has a value",
  },
  {
    name: "kustomize/ambiguous-reference",
    severity: "error",
    summary: "A reference to a renamed object means one object",
  },
  {
    name: "kustomize/bad-generator",
    severity: "error",
    summary: "A ConfigMap or Secret can be generated",
  },
  {
    name: "kustomize/bad-patch",
    severity: "error",
    summary: "A patch can be applied to what it is for",
  },
  {
    name: "kustomize/bad-replacement",
    severity: "error",
    summary: "A replacement says from where to where",
  },
  { name: "kustomize/bad-variable", severity: "error", summary: "An entry of vars names a value" },
  {
    name: "kustomize/cycle",
    severity: "error",
    summary: "Kustomizations do not include each other in a circle",
  },
  { name: "kustomize/duplicate-id", severity: "error", summary: "No object is in a build twice" },
  {
    name: "kustomize/field-path",
    severity: "error",
    summary: "A field that a kustomization sets can be set",
  },
  {
    name: "kustomize/id-conflict",
    severity: "error",
    summary: "A namespace makes no two objects the same",
  },
  { name: "kustomize/invalid", severity: "error", summary: "kustomize can use a kustomization" },
  {
    name: "kustomize/invalid-resource",
    severity: "error",
    summary: "Resources and patches are Kubernetes objects",
  },
  {
    name: "kustomize/missing-kustomization",
    severity: "error",
    summary: "A folder that a kustomization names has one itself",
  },
  {
    name: "kustomize/missing-path",
    severity: "error",
    summary: "A file or folder that a kustomization names exists",
  },
  {
    name: "kustomize/no-match",
    severity: "error",
    summary: "Replicas and replacements have something to change",
  },
  {
    name: "kustomize/orphan",
    severity: "warning",
    summary: "A manifest among the files of a kustomization is one of them",
  },
  {
    name: "kustomize/outside-root",
    severity: "error",
    summary: "A kustomization names files of its own folder",
  },
  { name: "kustomize/patch-target", severity: "error", summary: "A patch has an object to change" },
  {
    name: "kustomize/several-kustomizations",
    severity: "error",
    summary: "A folder has one kustomization file",
  },
  {
    name: "kustomize/unused-image",
    severity: "warning",
    summary: "An image that a kustomization changes is there",
  },
  {
    name: "kustomize/wrong-kind",
    severity: "error",
    summary: "Components are listed as components, all else as resources",
  },
];
