import type { Rule } from "../../../core/rule.ts";
import { rule as conflictingGateways } from "./conflicting-gateways/rule.ts";
import { rule as duplicateCertificate } from "./duplicate-certificate/rule.ts";
import { rule as gatewayCredential } from "./gateway-credential/rule.ts";
import { rule as gatewayExists } from "./gateway-exists/rule.ts";
import { rule as gatewaySelector } from "./gateway-selector/rule.ts";
import { rule as hostExists } from "./host-exists/rule.ts";
import { rule as ingressSubset } from "./ingress-subset/rule.ts";
import { rule as meshHosts } from "./mesh-hosts/rule.ts";
import { rule as subsetExists } from "./subset-exists/rule.ts";

/** What several resources decide together: the analyzers of istioctl that need a whole build. */
export const meshRules: readonly Rule[] = [
  conflictingGateways,
  duplicateCertificate,
  gatewayCredential,
  gatewayExists,
  gatewaySelector,
  hostExists,
  ingressSubset,
  meshHosts,
  subsetExists,
];
