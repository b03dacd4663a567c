import type { Rule } from "../../../core/rule.ts";
import { rule as backendExists } from "./backend-exists/rule.ts";
import { rule as configExists } from "./config-exists/rule.ts";
import { rule as duplicateObject } from "./duplicate-object/rule.ts";
import { rule as namespaceExists } from "./namespace-exists/rule.ts";
import { rule as roleReference } from "./role-reference/rule.ts";
import { rule as serviceSelector } from "./service-selector/rule.ts";
import { rule as targetExists } from "./target-exists/rule.ts";
import { rule as targetPort } from "./target-port/rule.ts";

/** What Kubernetes refuses beyond schemas, and references that lead nowhere; sorted by name. */
export const kubernetesRules: readonly Rule[] = [
  backendExists,
  configExists,
  duplicateObject,
  namespaceExists,
  roleReference,
  serviceSelector,
  targetExists,
  targetPort,
];
