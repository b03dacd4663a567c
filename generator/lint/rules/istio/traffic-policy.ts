import { get, isSet, items, type Field } from "../field.ts";

/**
 * @param spec of a DestinationRule
 * @returns its traffic policies and those of its subsets, without those for single ports
 */
export function trafficPolicies(spec: Field): Field[] {
  const policies = [
    get(spec, "trafficPolicy"),
    ...items(get(spec, "subsets")).map((subset) => get(subset, "trafficPolicy")),
  ];
  return policies.filter(isSet);
}

/** @returns every traffic policy, followed by those for its single ports */
export function everyPolicy(spec: Field): Field[] {
  return trafficPolicies(spec).flatMap((policy) => [
    policy,
    ...items(get(policy, "portLevelSettings")),
  ]);
}

/** @returns the connection pools of a DestinationRule or a Sidecar */
export function connectionPools(spec: Field): Field[] {
  const listeners = items(get(spec, "ingress")).map((listener) => get(listener, "connectionPool"));
  return [
    ...everyPolicy(spec).map((policy) => get(policy, "connectionPool")),
    get(spec, "inboundConnectionPool"),
    ...listeners,
  ].filter(isSet);
}
