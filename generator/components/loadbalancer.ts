import type { Cluster } from "../core/fleet.ts";
import { isBefore } from "./versions.ts";

/** What a LoadBalancer Service asks of MetalLB and kube-proxy; absent fields are not written. */
export interface LoadBalancer {
  annotations?: Record<string, string>;
  loadBalancerIP?: string;
  loadBalancerSourceRanges?: readonly string[];
}

/**
 * Says which fields give a Service a fixed address, a pool and allowed sources (FACTS.md 3.3, 4.5).
 * MetalLB before 0.12 knows no address annotation, and one with the annotation must not have `loadBalancerIP` too.
 */
export function loadBalancerOf(
  cluster: Cluster,
  wish: { address?: string; pool?: string; allowFrom: readonly string[] },
): LoadBalancer {
  const { metallb } = cluster;
  const byAnnotation = metallb !== undefined && !isBefore(metallb.version, "0.12.0");
  const annotations: Record<string, string> = {};
  if (metallb && wish.address !== undefined && byAnnotation)
    annotations[`${metallb.annotationPrefix}/loadBalancerIPs`] = wish.address;
  if (metallb && wish.pool !== undefined)
    annotations[`${metallb.annotationPrefix}/address-pool`] = wish.pool;
  return {
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ...(wish.address !== undefined && !byAnnotation && { loadBalancerIP: wish.address }),
    ...(wish.allowFrom.length > 0 && { loadBalancerSourceRanges: wish.allowFrom }),
  };
}
