import type { RuleInfo } from "../../../core/rule.ts";
import { rule as argocdPathExists } from "./argocd/path-exists/rule.ts";
import { rule as fluxPathExists } from "./flux/path-exists/rule.ts";
import { rule as substitution } from "./flux/substitution/rule.ts";
import { rule as variableDefined } from "./flux/variable-defined/rule.ts";
import { rule as ambiguousReference } from "./kustomize/ambiguous-reference/rule.ts";
import { rule as badGenerator } from "./kustomize/bad-generator/rule.ts";
import { rule as badPatch } from "./kustomize/bad-patch/rule.ts";
import { rule as badReplacement } from "./kustomize/bad-replacement/rule.ts";
import { rule as badVariable } from "./kustomize/bad-variable/rule.ts";
import { rule as cycle } from "./kustomize/cycle/rule.ts";
import { rule as duplicateId } from "./kustomize/duplicate-id/rule.ts";
import { rule as fieldPath } from "./kustomize/field-path/rule.ts";
import { rule as idConflict } from "./kustomize/id-conflict/rule.ts";
import { rule as invalid } from "./kustomize/invalid/rule.ts";
import { rule as invalidResource } from "./kustomize/invalid-resource/rule.ts";
import { rule as missingKustomization } from "./kustomize/missing-kustomization/rule.ts";
import { rule as missingPath } from "./kustomize/missing-path/rule.ts";
import { rule as noMatch } from "./kustomize/no-match/rule.ts";
import { rule as orphan } from "./kustomize/orphan/rule.ts";
import { rule as outsideRoot } from "./kustomize/outside-root/rule.ts";
import { rule as patchTarget } from "./kustomize/patch-target/rule.ts";
import { rule as severalKustomizations } from "./kustomize/several-kustomizations/rule.ts";
import { rule as unusedImage } from "./kustomize/unused-image/rule.ts";
import { rule as wrongKind } from "./kustomize/wrong-kind/rule.ts";

/** What rendering builds reports; sorted by name. An error is what the engine, or `kustomize build`, fails with. */
export const buildRules: readonly RuleInfo[] = [
  argocdPathExists,
  fluxPathExists,
  substitution,
  variableDefined,
  ambiguousReference,
  badGenerator,
  badPatch,
  badReplacement,
  badVariable,
  cycle,
  duplicateId,
  fieldPath,
  idConflict,
  invalid,
  invalidResource,
  missingKustomization,
  missingPath,
  noMatch,
  orphan,
  outsideRoot,
  patchTarget,
  severalKustomizations,
  unusedImage,
  wrongKind,
];
