import type { Rule } from "../../../core/rule.ts";
import { rule as chartVersion } from "./chart-version/rule.ts";
import { rule as decryption } from "./decryption/rule.ts";
import { rule as dependsOn } from "./depends-on/rule.ts";
import { rule as gitReference } from "./git-reference/rule.ts";
import { rule as healthCheck } from "./health-check/rule.ts";
import { rule as kustomizationFile } from "./kustomization-file/rule.ts";
import { rule as notification } from "./notification/rule.ts";
import { rule as removedVersion } from "./removed-version/rule.ts";
import { rule as sourceExists } from "./source-exists/rule.ts";
import { rule as suspended } from "./suspended/rule.ts";
import { rule as valuesFrom } from "./values-from/rule.ts";

/** What Flux refuses, waits for in vain, or silently ignores; sorted by name. */
export const fluxRules: readonly Rule[] = [
  chartVersion,
  decryption,
  dependsOn,
  gitReference,
  healthCheck,
  kustomizationFile,
  notification,
  removedVersion,
  sourceExists,
  suspended,
  valuesFrom,
];
