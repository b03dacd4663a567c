/** The order that a cluster comes up in (DESIGN.md 4, FACTS.md 11); numbers name the engines' files and are Argo CD's sync waves. */
export const stages = [
  { name: "namespaces", order: 10, holds: "namespaces with their labels" },
  {
    name: "metallb",
    order: 20,
    holds: "MetalLB, which gives LoadBalancer Services their addresses",
  },
  { name: "metallb-config", order: 30, holds: "the address pools" },
  { name: "istio-init", order: 40, holds: "Istio's custom resource definitions" },
  { name: "istio", order: 50, holds: "Istio's control plane" },
  { name: "istio-ingress", order: 60, holds: "the ingress gateway" },
  { name: "dashboards", order: 70, holds: "dashboards and the ways to reach them" },
] as const;

export type StageName = (typeof stages)[number]["name"];

/** Where the services' own stage stands. */
export const appsOrder = 80;

/** @returns the number of a stage */
export function orderOf(name: StageName): number {
  return stages.find((stage) => stage.name === name)?.order ?? appsOrder;
}
