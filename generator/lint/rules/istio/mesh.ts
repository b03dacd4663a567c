import type { Rule } from "../../../core/rule.ts";
import { rule as authorizationPolicyNamespaces } from "./authorization-policy-namespaces/rule.ts";
import { rule as authorizationPolicySelector } from "./authorization-policy-selector/rule.ts";
import { rule as conflictingGateways } from "./conflicting-gateways/rule.ts";
import { rule as destinationRuleTarget } from "./destination-rule-target/rule.ts";
import { rule as duplicateCertificate } from "./duplicate-certificate/rule.ts";
import { rule as gatewayApiVersion } from "./gateway-api-version/rule.ts";
import { rule as gatewayCredential } from "./gateway-credential/rule.ts";
import { rule as gatewayExists } from "./gateway-exists/rule.ts";
import { rule as gatewaySelector } from "./gateway-selector/rule.ts";
import { rule as hostExists } from "./host-exists/rule.ts";
import { rule as imageAuto } from "./image-auto/rule.ts";
import { rule as ineffectiveSelector } from "./ineffective-selector/rule.ts";
import { rule as ingressSubset } from "./ingress-subset/rule.ts";
import { rule as injectionWebhooks } from "./injection-webhooks/rule.ts";
import { rule as jwksBlockedCidrs } from "./jwks-blocked-cidrs/rule.ts";
import { rule as jwtClaimRoute } from "./jwt-claim-route/rule.ts";
import { rule as meshHosts } from "./mesh-hosts/rule.ts";
import { rule as meshNetworks } from "./mesh-networks/rule.ts";
import { rule as multiClusterService } from "./multi-cluster-service/rule.ts";
import { rule as namespaceInjection } from "./namespace-injection/rule.ts";
import { rule as proxyImage } from "./proxy-image/rule.ts";
import { rule as serviceEntryProtocols } from "./service-entry-protocols/rule.ts";
import { rule as sidecarAmbient } from "./sidecar-ambient/rule.ts";
import { rule as sidecarConflicts } from "./sidecar-conflicts/rule.ts";
import { rule as sidecarSelector } from "./sidecar-selector/rule.ts";
import { rule as subsetExists } from "./subset-exists/rule.ts";
import { rule as subsetPods } from "./subset-pods/rule.ts";
import { rule as telemetryConflicts } from "./telemetry-conflicts/rule.ts";
import { rule as telemetryLightstep } from "./telemetry-lightstep/rule.ts";
import { rule as telemetrySelector } from "./telemetry-selector/rule.ts";
import { rule as workloadServices } from "./workload-services/rule.ts";

/** What several resources decide together: the analyzers of istioctl that need a whole build, or several clusters. */
export const meshRules: readonly Rule[] = [
  authorizationPolicyNamespaces,
  authorizationPolicySelector,
  conflictingGateways,
  destinationRuleTarget,
  duplicateCertificate,
  gatewayApiVersion,
  gatewayCredential,
  gatewayExists,
  gatewaySelector,
  hostExists,
  imageAuto,
  ineffectiveSelector,
  ingressSubset,
  injectionWebhooks,
  jwksBlockedCidrs,
  jwtClaimRoute,
  meshHosts,
  meshNetworks,
  multiClusterService,
  namespaceInjection,
  proxyImage,
  serviceEntryProtocols,
  sidecarAmbient,
  sidecarConflicts,
  sidecarSelector,
  subsetExists,
  subsetPods,
  telemetryConflicts,
  telemetryLightstep,
  telemetrySelector,
  workloadServices,
];
