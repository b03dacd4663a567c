import type { Rule } from "../../../core/rule.ts";
import { rule as admissionPolicy } from "./admission-policy/rule.ts";
import { rule as apiService } from "./api-service/rule.ts";
import { rule as autoscaler } from "./autoscaler/rule.ts";
import { rule as backendExists } from "./backend-exists/rule.ts";
import { rule as classes } from "./class/rule.ts";
import { rule as configExists } from "./config-exists/rule.ts";
import { rule as configMap } from "./config-map/rule.ts";
import { rule as container } from "./container/rule.ts";
import { rule as containerPorts } from "./container-ports/rule.ts";
import { rule as crdVersion } from "./crd-version/rule.ts";
import { rule as cronSchedule } from "./cron-schedule/rule.ts";
import { rule as csiDriver } from "./csi-driver/rule.ts";
import { rule as customResourceDefinition } from "./custom-resource-definition/rule.ts";
import { rule as deviceClaim } from "./device-claim/rule.ts";
import { rule as disruptionBudget } from "./disruption-budget/rule.ts";
import { rule as duplicateObject } from "./duplicate-object/rule.ts";
import { rule as endpoints } from "./endpoints/rule.ts";
import { rule as environment } from "./environment/rule.ts";
import { rule as ingress } from "./ingress/rule.ts";
import { rule as job } from "./job/rule.ts";
import { rule as namespaceExists } from "./namespace-exists/rule.ts";
import { rule as networkPolicy } from "./network-policy/rule.ts";
import { rule as podSecurity } from "./pod-security/rule.ts";
import { rule as podSpec } from "./pod-spec/rule.ts";
import { rule as probes } from "./probes/rule.ts";
import { rule as quota } from "./quota/rule.ts";
import { rule as resources } from "./resources/rule.ts";
import { rule as roleBinding } from "./role-binding/rule.ts";
import { rule as roleReference } from "./role-reference/rule.ts";
import { rule as roleRules } from "./role-rules/rule.ts";
import { rule as rolloutStrategy } from "./rollout-strategy/rule.ts";
import { rule as scheduling } from "./scheduling/rule.ts";
import { rule as secret } from "./secret/rule.ts";
import { rule as securityContext } from "./security-context/rule.ts";
import { rule as selector } from "./selector/rule.ts";
import { rule as servicePorts } from "./service-ports/rule.ts";
import { rule as serviceSelector } from "./service-selector/rule.ts";
import { rule as serviceType } from "./service-type/rule.ts";
import { rule as targetExists } from "./target-exists/rule.ts";
import { rule as targetPort } from "./target-port/rule.ts";
import { rule as volumeClaim } from "./volume-claim/rule.ts";
import { rule as volumeMounts } from "./volume-mounts/rule.ts";
import { rule as volumes } from "./volumes/rule.ts";
import { rule as webhookConfiguration } from "./webhook-configuration/rule.ts";

/** What Kubernetes refuses beyond schemas, and references that lead nowhere; sorted by name. */
export const kubernetesRules: readonly Rule[] = [
  admissionPolicy,
  apiService,
  autoscaler,
  backendExists,
  classes,
  configExists,
  configMap,
  container,
  containerPorts,
  crdVersion,
  cronSchedule,
  csiDriver,
  customResourceDefinition,
  deviceClaim,
  disruptionBudget,
  duplicateObject,
  endpoints,
  environment,
  ingress,
  job,
  namespaceExists,
  networkPolicy,
  podSecurity,
  podSpec,
  probes,
  quota,
  resources,
  roleBinding,
  roleReference,
  roleRules,
  rolloutStrategy,
  scheduling,
  secret,
  securityContext,
  selector,
  servicePorts,
  serviceSelector,
  serviceType,
  targetExists,
  targetPort,
  volumeClaim,
  volumeMounts,
  volumes,
  webhookConfiguration,
];
