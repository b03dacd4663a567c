import type { Severity } from "../core/finding.ts";

export interface ServiceRule {
  readonly name: string;
  readonly severity: Severity;
  /** One line for lists. */
  readonly summary: string;
}

/** Everything that reading services.yaml can report, sorted by name. An error means that nothing is generated. */
export const serviceRules = [
  {
    name: "services/address",
    severity: "error",
    summary:
      "Addresses, ranges and CIDRs are valid, and a fixed address lies in a pool and is used once",
  },
  {
    name: "services/argocd-kubernetes",
    severity: "warning",
    summary: "Argo CD is tested on the cluster's Kubernetes version",
  },
  { name: "services/cluster", severity: "error", summary: "A service names clusters that exist" },
  {
    name: "services/dashboard-login",
    severity: "error",
    summary: "A login is asked for only where the dashboard can have one",
  },
  {
    name: "services/dashboard-open",
    severity: "warning",
    summary: "A dashboard that is exposed has a login or source ranges",
  },
  {
    name: "services/destination",
    severity: "error",
    summary: "Routes and calls lead to services and versions that exist",
  },
  {
    name: "services/domain",
    severity: "error",
    summary: "There is a domain to make host names of",
  },
  {
    name: "services/duplicate-host",
    severity: "error",
    summary: "Two services share a host only where the gateway can tell their requests apart",
  },
  {
    name: "services/duplicate-name",
    severity: "error",
    summary: "Pools and peers of a cluster have names of their own",
  },
  {
    name: "services/engine-version",
    severity: "error",
    summary: "The engine's version knows the objects that are written for it",
  },
  {
    name: "services/file",
    severity: "error",
    summary: "services.yaml can be read: one document, a mapping, of a sensible size",
  },
  {
    name: "services/flux-kubernetes",
    severity: "warning",
    summary: "Flux runs on the cluster's Kubernetes version",
  },
  {
    name: "services/format",
    severity: "error",
    summary: "Names, hosts, durations and the like are written as they must be",
  },
  {
    name: "services/gateway-port",
    severity: "error",
    summary: "Raw protocols have a gateway port of their own",
  },
  {
    name: "services/git",
    severity: "error",
    summary: "The Git URL and branch are ones that the engines accept",
  },
  {
    name: "services/istio-field",
    severity: "error",
    summary: "A field exists in the cluster's Istio version",
  },
  {
    name: "services/istio-kubernetes",
    severity: "warning",
    summary: "Istio runs on the cluster's Kubernetes version",
  },
  {
    name: "services/istio-version",
    severity: "error",
    summary: "The Istio version is one that can be generated for",
  },
  {
    name: "services/lint",
    severity: "warning",
    summary: "Every acknowledgement still matches something",
  },
  {
    name: "services/manifests",
    severity: "error",
    summary: "Extra manifests are folders outside the generated ones",
  },
  {
    name: "services/metallb-kubernetes",
    severity: "warning",
    summary: "MetalLB runs on the cluster's Kubernetes version",
  },
  {
    name: "services/metallb-version",
    severity: "error",
    summary: "The MetalLB version is one that can be generated for",
  },
  {
    name: "services/namespace",
    severity: "error",
    summary: "Services live in namespaces of their own, not in those of the infrastructure",
  },
  {
    name: "services/pool",
    severity: "error",
    summary: "Pools exist, do not overlap and cover no node",
  },
  {
    name: "services/pool-size",
    severity: "error",
    summary: "The pools have an address for every Service of type LoadBalancer",
  },
  {
    name: "services/protocol",
    severity: "error",
    summary: "Raw protocols have no paths, routes or other HTTP fields",
  },
  {
    name: "services/range",
    severity: "error",
    summary: "Numbers and sizes are within their limits",
  },
  {
    name: "services/regex",
    severity: "error",
    summary: "Regular expressions are ones that the proxy accepts",
  },
  { name: "services/required", severity: "error", summary: "Fields that are needed are there" },
  { name: "services/route", severity: "error", summary: "A route says one thing about a request" },
  {
    name: "services/route-order",
    severity: "warning",
    summary: "Routes of two services on one host do not depend on an order that Istio leaves open",
  },
  { name: "services/tls", severity: "error", summary: "HTTPS at the gateway can work" },
  { name: "services/type", severity: "error", summary: "Values are of the right type" },
  { name: "services/unknown-field", severity: "error", summary: "Fields are ones that exist" },
  { name: "services/value", severity: "error", summary: "Values are among the possible ones" },
  { name: "services/weights", severity: "error", summary: "Weights add up" },
] as const satisfies readonly ServiceRule[];

export type ServiceRuleName = (typeof serviceRules)[number]["name"];
