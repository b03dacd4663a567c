import type { Rule } from "../../../core/rule.ts";
import { rule as durations } from "./durations/rule.ts";
import { rule as gatewayHosts } from "./gateway-hosts/rule.ts";
import { rule as gatewayServers } from "./gateway-servers/rule.ts";
import { rule as gatewayTls } from "./gateway-tls/rule.ts";
import { rule as virtualServiceCors } from "./virtual-service-cors/rule.ts";
import { rule as virtualServiceDestinations } from "./virtual-service-destinations/rule.ts";
import { rule as virtualServiceDirectResponse } from "./virtual-service-direct-response/rule.ts";
import { rule as virtualServiceFault } from "./virtual-service-fault/rule.ts";
import { rule as virtualServiceGateways } from "./virtual-service-gateways/rule.ts";
import { rule as virtualServiceHeaders } from "./virtual-service-headers/rule.ts";
import { rule as virtualServiceHosts } from "./virtual-service-hosts/rule.ts";
import { rule as virtualServiceMatch } from "./virtual-service-match/rule.ts";
import { rule as virtualServiceMirror } from "./virtual-service-mirror/rule.ts";
import { rule as virtualServiceRedirect } from "./virtual-service-redirect/rule.ts";
import { rule as virtualServiceRetries } from "./virtual-service-retries/rule.ts";
import { rule as virtualServiceRewrite } from "./virtual-service-rewrite/rule.ts";
import { rule as virtualServiceRoutes } from "./virtual-service-routes/rule.ts";
import { rule as virtualServiceSniHosts } from "./virtual-service-sni-hosts/rule.ts";
import { rule as virtualServiceWeights } from "./virtual-service-weights/rule.ts";

/** What one Istio resource alone decides: what istiod's webhook refuses or warns of, and the analyzers that need no second resource. */
export const istioRules: readonly Rule[] = [
  durations,
  gatewayHosts,
  gatewayServers,
  gatewayTls,
  virtualServiceCors,
  virtualServiceDestinations,
  virtualServiceDirectResponse,
  virtualServiceFault,
  virtualServiceGateways,
  virtualServiceHeaders,
  virtualServiceHosts,
  virtualServiceMatch,
  virtualServiceMirror,
  virtualServiceRedirect,
  virtualServiceRetries,
  virtualServiceRewrite,
  virtualServiceRoutes,
  virtualServiceSniHosts,
  virtualServiceWeights,
];
