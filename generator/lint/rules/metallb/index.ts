import type { Rule } from "../../../core/rule.ts";
import { rule as advertisement } from "./advertisement/rule.ts";
import { rule as advertisementConflicts } from "./advertisement-conflicts/rule.ts";
import { rule as bfdEcho } from "./bfd-echo/rule.ts";
import { rule as communities } from "./communities/rule.ts";
import { rule as configmap } from "./configmap/rule.ts";
import { rule as configmapIgnored } from "./configmap-ignored/rule.ts";
import { rule as interfaces } from "./interfaces/rule.ts";
import { rule as namespace } from "./namespace/rule.ts";
import { rule as nativeMode } from "./native-mode/rule.ts";
import { rule as peer } from "./peer/rule.ts";
import { rule as peerConflicts } from "./peer-conflicts/rule.ts";
import { rule as peerExists } from "./peer-exists/rule.ts";
import { rule as peerReferences } from "./peer-references/rule.ts";
import { rule as poolAddresses } from "./pool-addresses/rule.ts";
import { rule as poolAdvertised } from "./pool-advertised/rule.ts";
import { rule as poolAllocation } from "./pool-allocation/rule.ts";
import { rule as poolExists } from "./pool-exists/rule.ts";
import { rule as poolOverlap } from "./pool-overlap/rule.ts";
import { rule as serviceAddress } from "./service-address/rule.ts";

/** What MetalLB's parser of the whole configuration enforces, and what it accepts though it cannot work; sorted by name. */
export const metallbRules: readonly Rule[] = [
  advertisement,
  advertisementConflicts,
  bfdEcho,
  communities,
  configmap,
  configmapIgnored,
  interfaces,
  namespace,
  nativeMode,
  peer,
  peerConflicts,
  peerExists,
  peerReferences,
  poolAddresses,
  poolAdvertised,
  poolAllocation,
  poolExists,
  poolOverlap,
  serviceAddress,
];
