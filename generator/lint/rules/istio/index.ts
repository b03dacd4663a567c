import type { Rule } from "../../../core/rule.ts";
import { rule as annotationDeprecated } from "./annotation-deprecated/rule.ts";
import { rule as annotationInvalid } from "./annotation-invalid/rule.ts";
import { rule as annotationMisplaced } from "./annotation-misplaced/rule.ts";
import { rule as annotationUnknown } from "./annotation-unknown/rule.ts";
import { rule as applicationUid } from "./application-uid/rule.ts";
import { rule as authorizationPolicyAction } from "./authorization-policy-action/rule.ts";
import { rule as authorizationPolicyConditions } from "./authorization-policy-conditions/rule.ts";
import { rule as authorizationPolicyRules } from "./authorization-policy-rules/rule.ts";
import { rule as authorizationPolicyTcp } from "./authorization-policy-tcp/rule.ts";
import { rule as clientTls } from "./client-tls/rule.ts";
import { rule as connectionPool } from "./connection-pool/rule.ts";
import { rule as deprecatedFields } from "./deprecated-fields/rule.ts";
import { rule as destinationRuleHost } from "./destination-rule-host/rule.ts";
import { rule as destinationRuleSubsets } from "./destination-rule-subsets/rule.ts";
import { rule as durations } from "./durations/rule.ts";
import { rule as envoyFilterAdd } from "./envoy-filter-add/rule.ts";
import { rule as envoyFilterFields } from "./envoy-filter-fields/rule.ts";
import { rule as envoyFilterNames } from "./envoy-filter-names/rule.ts";
import { rule as envoyFilterPatches } from "./envoy-filter-patches/rule.ts";
import { rule as envoyFilterPriority } from "./envoy-filter-priority/rule.ts";
import { rule as envoyFilterRemove } from "./envoy-filter-remove/rule.ts";
import { rule as envoyFilterReplace } from "./envoy-filter-replace/rule.ts";
import { rule as envoyFilterTypedConfig } from "./envoy-filter-typed-config/rule.ts";
import { rule as envoyFilterVersionPriority } from "./envoy-filter-version-priority/rule.ts";
import { rule as exportTo } from "./export-to/rule.ts";
import { rule as externalNamePorts } from "./external-name-ports/rule.ts";
import { rule as gatewayHosts } from "./gateway-hosts/rule.ts";
import { rule as gatewayServers } from "./gateway-servers/rule.ts";
import { rule as gatewayTls } from "./gateway-tls/rule.ts";
import { rule as internalGateway } from "./internal-gateway/rule.ts";
import { rule as loadBalancer } from "./load-balancer/rule.ts";
import { rule as localityLoadBalancing } from "./locality-load-balancing/rule.ts";
import { rule as namespaceInjectionLabels } from "./namespace-injection-labels/rule.ts";
import { rule as outlierDetection } from "./outlier-detection/rule.ts";
import { rule as requestAuthenticationJwt } from "./request-authentication-jwt/rule.ts";
import { rule as reservedAnnotations } from "./reserved-annotations/rule.ts";
import { rule as serverUnverified } from "./server-unverified/rule.ts";
import { rule as serverUnverifiedPort } from "./server-unverified-port/rule.ts";
import { rule as serviceEntryAddresses } from "./service-entry-addresses/rule.ts";
import { rule as serviceEntryDynamicDns } from "./service-entry-dynamic-dns/rule.ts";
import { rule as serviceEntryEndpoints } from "./service-entry-endpoints/rule.ts";
import { rule as serviceEntryHosts } from "./service-entry-hosts/rule.ts";
import { rule as serviceEntryPorts } from "./service-entry-ports/rule.ts";
import { rule as serviceEntryTcpAddress } from "./service-entry-tcp-address/rule.ts";
import { rule as servicePortNames } from "./service-port-names/rule.ts";
import { rule as sidecarEgress } from "./sidecar-egress/rule.ts";
import { rule as sidecarIngress } from "./sidecar-ingress/rule.ts";
import { rule as sidecarListeners } from "./sidecar-listeners/rule.ts";
import { rule as sidecarOutbound } from "./sidecar-outbound/rule.ts";
import { rule as targetRef } from "./target-ref/rule.ts";
import { rule as telemetry } from "./telemetry/rule.ts";
import { rule as telemetryProvider } from "./telemetry-provider/rule.ts";
import { rule as trafficPolicy } from "./traffic-policy/rule.ts";
import { rule as virtualServiceCors } from "./virtual-service-cors/rule.ts";
import { rule as virtualServiceDestinations } from "./virtual-service-destinations/rule.ts";
import { rule as virtualServiceDirectResponse } from "./virtual-service-direct-response/rule.ts";
import { rule as virtualServiceFault } from "./virtual-service-fault/rule.ts";
import { rule as virtualServiceGateways } from "./virtual-service-gateways/rule.ts";
import { rule as virtualServiceHeaders } from "./virtual-service-headers/rule.ts";
import { rule as virtualServiceHosts } from "./virtual-service-hosts/rule.ts";
import { rule as virtualServiceIneffectiveMatch } from "./virtual-service-ineffective-match/rule.ts";
import { rule as virtualServiceMatch } from "./virtual-service-match/rule.ts";
import { rule as virtualServiceMirror } from "./virtual-service-mirror/rule.ts";
import { rule as virtualServiceRedirect } from "./virtual-service-redirect/rule.ts";
import { rule as virtualServiceRetries } from "./virtual-service-retries/rule.ts";
import { rule as virtualServiceRewrite } from "./virtual-service-rewrite/rule.ts";
import { rule as virtualServiceRoutes } from "./virtual-service-routes/rule.ts";
import { rule as virtualServiceSniHosts } from "./virtual-service-sni-hosts/rule.ts";
import { rule as virtualServiceUnreachable } from "./virtual-service-unreachable/rule.ts";
import { rule as virtualServiceWeights } from "./virtual-service-weights/rule.ts";
import { rule as webhookHostname } from "./webhook-hostname/rule.ts";
import { rule as webhookUrl } from "./webhook-url/rule.ts";
import { rule as workloadEntry } from "./workload-entry/rule.ts";
import { rule as workloadGroup } from "./workload-group/rule.ts";
import { rule as workloadSelector } from "./workload-selector/rule.ts";

/** What one Istio resource alone decides: what istiod's webhook refuses or warns of, and the analyzers that need no second resource. */
export const istioRules: readonly Rule[] = [
  annotationDeprecated,
  annotationInvalid,
  annotationMisplaced,
  annotationUnknown,
  applicationUid,
  authorizationPolicyAction,
  authorizationPolicyConditions,
  authorizationPolicyRules,
  authorizationPolicyTcp,
  clientTls,
  connectionPool,
  deprecatedFields,
  destinationRuleHost,
  destinationRuleSubsets,
  durations,
  envoyFilterAdd,
  envoyFilterFields,
  envoyFilterNames,
  envoyFilterPatches,
  envoyFilterPriority,
  envoyFilterRemove,
  envoyFilterReplace,
  envoyFilterTypedConfig,
  envoyFilterVersionPriority,
  exportTo,
  externalNamePorts,
  gatewayHosts,
  gatewayServers,
  gatewayTls,
  internalGateway,
  loadBalancer,
  localityLoadBalancing,
  namespaceInjectionLabels,
  outlierDetection,
  requestAuthenticationJwt,
  reservedAnnotations,
  serverUnverified,
  serverUnverifiedPort,
  serviceEntryAddresses,
  serviceEntryDynamicDns,
  serviceEntryEndpoints,
  serviceEntryHosts,
  serviceEntryPorts,
  serviceEntryTcpAddress,
  servicePortNames,
  sidecarEgress,
  sidecarIngress,
  sidecarListeners,
  sidecarOutbound,
  targetRef,
  telemetry,
  telemetryProvider,
  trafficPolicy,
  virtualServiceCors,
  virtualServiceDestinations,
  virtualServiceDirectResponse,
  virtualServiceFault,
  virtualServiceGateways,
  virtualServiceHeaders,
  virtualServiceHosts,
  virtualServiceIneffectiveMatch,
  virtualServiceMatch,
  virtualServiceMirror,
  virtualServiceRedirect,
  virtualServiceRetries,
  virtualServiceRewrite,
  virtualServiceRoutes,
  virtualServiceSniHosts,
  virtualServiceUnreachable,
  virtualServiceWeights,
  webhookHostname,
  webhookUrl,
  workloadEntry,
  workloadGroup,
  workloadSelector,
];
