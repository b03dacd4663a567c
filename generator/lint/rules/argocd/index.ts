import type { Rule } from "../../../core/rule.ts";
import { rule as applicationSet } from "./application-set/rule.ts";
import { rule as applicationSource } from "./application-source/rule.ts";
import { rule as destination } from "./destination/rule.ts";
import { rule as finalizer } from "./finalizer/rule.ts";
import { rule as helmValues } from "./helm-values/rule.ts";
import { rule as ignoreDifferences } from "./ignore-differences/rule.ts";
import { rule as managedByUrl } from "./managed-by-url/rule.ts";
import { rule as namespace } from "./namespace/rule.ts";
import { rule as project } from "./project/rule.ts";
import { rule as projectAllows } from "./project-allows/rule.ts";
import { rule as projectExists } from "./project-exists/rule.ts";
import { rule as projectResources } from "./project-resources/rule.ts";
import { rule as resourceOptions } from "./resource-options/rule.ts";
import { rule as rollingSync } from "./rolling-sync/rule.ts";
import { rule as sourceHydrator } from "./source-hydrator/rule.ts";
import { rule as syncPolicy } from "./sync-policy/rule.ts";
import { rule as syncWave } from "./sync-wave/rule.ts";
import { rule as templatePatch } from "./template-patch/rule.ts";
import { rule as valueReference } from "./value-reference/rule.ts";

/** What Argo CD refuses or silently ignores; sorted by name. */
export const argocdRules: readonly Rule[] = [
  applicationSet,
  applicationSource,
  destination,
  finalizer,
  helmValues,
  ignoreDifferences,
  managedByUrl,
  namespace,
  project,
  projectAllows,
  projectExists,
  projectResources,
  resourceOptions,
  rollingSync,
  sourceHydrator,
  syncPolicy,
  syncWave,
  templatePatch,
  valueReference,
];
