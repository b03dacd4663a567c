import type { Rule } from "../../../core/rule.ts";
import { rule as bootstrapPath } from "./bootstrap-path/rule.ts";
import { rule as chartVersion } from "./chart-version/rule.ts";
import { rule as crdOrder } from "./crd-order/rule.ts";
import { rule as crossNamespace } from "./cross-namespace/rule.ts";
import { rule as decryption } from "./decryption/rule.ts";
import { rule as dependsOn } from "./depends-on/rule.ts";
import { rule as gitReference } from "./git-reference/rule.ts";
import { rule as healthCheck } from "./health-check/rule.ts";
import { rule as healthExpression } from "./health-expression/rule.ts";
import { rule as helmRepository } from "./helm-repository/rule.ts";
import { rule as kustomizationFile } from "./kustomization-file/rule.ts";
import { rule as notification } from "./notification/rule.ts";
import { rule as ociReference } from "./oci-reference/rule.ts";
import { rule as postRendererPatch } from "./post-renderer-patch/rule.ts";
import { rule as postRendererTarget } from "./post-renderer-target/rule.ts";
import { rule as releaseConflict } from "./release-conflict/rule.ts";
import { rule as releaseNamespace } from "./release-namespace/rule.ts";
import { rule as removedVersion } from "./removed-version/rule.ts";
import { rule as semver } from "./semver/rule.ts";
import { rule as sourceExists } from "./source-exists/rule.ts";
import { rule as substituteFrom } from "./substitute-from/rule.ts";
import { rule as suspended } from "./suspended/rule.ts";
import { rule as valuesFrom } from "./values-from/rule.ts";

/** What Flux refuses, waits for in vain, or silently ignores; sorted by name. */
export const fluxRules: readonly Rule[] = [
  bootstrapPath,
  chartVersion,
  crdOrder,
  crossNamespace,
  decryption,
  dependsOn,
  gitReference,
  healthCheck,
  healthExpression,
  helmRepository,
  kustomizationFile,
  notification,
  ociReference,
  postRendererPatch,
  postRendererTarget,
  releaseConflict,
  releaseNamespace,
  removedVersion,
  semver,
  sourceExists,
  substituteFrom,
  suspended,
  valuesFrom,
];
