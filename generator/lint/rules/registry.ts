import type { Rule, RuleInfo } from "../../core/rule.ts";
import { argocdRules } from "./argocd/index.ts";
import { fluxRules } from "./flux/index.ts";
import { istioRules } from "./istio/index.ts";
import { meshRules } from "./istio/mesh.ts";
import { kubernetesRules } from "./kubernetes/index.ts";
import { kustomizeRules } from "./kustomize/index.ts";
import { metallbRules } from "./metallb/index.ts";
import { buildRules } from "../builds/rules.ts";
import { yamlRules } from "../../yaml/rules/index.ts";
import { schemaRules } from "../../schema/rules/index.ts";

/** Findings about the linter's own settings. */
const lintRules: readonly RuleInfo[] = [
  { name: "lint/suppression-reason", severity: "warning", summary: "A suppression says why" },
  {
    name: "lint/unknown-rule",
    severity: "warning",
    summary: "A suppression or setting names a rule that exists",
  },
  {
    name: "lint/unused-suppression",
    severity: "warning",
    summary: "A suppression suppresses something",
  },
];

/** What lint itself says of schemas, beside the validator's findings. */
const checkRules: readonly RuleInfo[] = [
  {
    name: "schema/crd",
    severity: "error",
    summary: "A CustomResourceDefinition's schema can be used",
  },
  {
    name: "schema/unchecked",
    severity: "info",
    summary: "Every kind has a schema to be checked against",
  },
  {
    name: "schema/unknown-kind",
    severity: "error",
    summary: "Kubernetes serves the kind in this version",
  },
];

/** Every rule with a function, by area and name. */
export const rules: readonly Rule[] = [
  ...argocdRules,
  ...fluxRules,
  ...istioRules,
  ...kubernetesRules,
  ...kustomizeRules,
  ...meshRules,
  ...metallbRules,
];

/** Every name that a finding of lint can carry. */
export const ruleInfos: readonly RuleInfo[] = [
  ...buildRules,
  ...checkRules,
  ...lintRules,
  ...rules,
  ...schemaRules,
  ...yamlRules,
].sort((a, b) => (a.name < b.name ? -1 : 1));

export const ruleNames: readonly string[] = ruleInfos.map((info) => info.name);
