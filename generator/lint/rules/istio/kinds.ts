/** The kinds of Istio's configuration, as rules name them. Every served version of a kind has the same fields. */
export const GATEWAY = "Gateway.networking.istio.io";
export const VIRTUAL_SERVICE = "VirtualService.networking.istio.io";
export const DESTINATION_RULE = "DestinationRule.networking.istio.io";
export const SERVICE_ENTRY = "ServiceEntry.networking.istio.io";
export const SIDECAR = "Sidecar.networking.istio.io";
export const ENVOY_FILTER = "EnvoyFilter.networking.istio.io";
export const WORKLOAD_ENTRY = "WorkloadEntry.networking.istio.io";
export const WORKLOAD_GROUP = "WorkloadGroup.networking.istio.io";
export const PROXY_CONFIG = "ProxyConfig.networking.istio.io";
export const AUTHORIZATION_POLICY = "AuthorizationPolicy.security.istio.io";
export const PEER_AUTHENTICATION = "PeerAuthentication.security.istio.io";
export const REQUEST_AUTHENTICATION = "RequestAuthentication.security.istio.io";
export const TELEMETRY = "Telemetry.telemetry.istio.io";
export const WASM_PLUGIN = "WasmPlugin.extensions.istio.io";
export const TRAFFIC_EXTENSION = "TrafficExtension.extensions.istio.io";

/** Every kind that istiod's webhook validates. */
export const ISTIO_KINDS: readonly string[] = [
  GATEWAY,
  VIRTUAL_SERVICE,
  DESTINATION_RULE,
  SERVICE_ENTRY,
  SIDECAR,
  ENVOY_FILTER,
  WORKLOAD_ENTRY,
  WORKLOAD_GROUP,
  PROXY_CONFIG,
  AUTHORIZATION_POLICY,
  PEER_AUTHENTICATION,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  WASM_PLUGIN,
  TRAFFIC_EXTENSION,
];
