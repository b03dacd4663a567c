import type { Rule, RuleInfo } from "../../core/rule.ts";
import { argocdRules } from "./argocd/index.ts";
import { fluxRules } from "./flux/index.ts";
import { istioRules } from "./istio/index.ts";
import { meshRules } from "./istio/mesh.ts";
import { kubernetesRules } from "./kubernetes/index.ts";
import { kustomizeRules } from "./kustomize/index.ts";
import { lintRules } from "./lint/index.ts";
import { metallbRules } from "./metallb/index.ts";
import { kindRules } from "./schema/index.ts";
import { buildRules } from "../builds/rules/index.ts";
import { yamlRules } from "../../yaml/rules/index.ts";
import { schemaRules } from "../../schema/rules/index.ts";

/** Every rule that the engine calls, by area and name; the others are checks that a stage makes itself. */
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
  ...kindRules,
  ...lintRules,
  ...rules,
  ...schemaRules,
  ...yamlRules,
].sort((a, b) => (a.name < b.name ? -1 : 1));

export const ruleNames: readonly string[] = ruleInfos.map((info) => info.name);
