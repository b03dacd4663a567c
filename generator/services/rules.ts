import type { Severity } from "../core/finding.ts";

export interface ServiceRule {
  readonly name: string;
  readonly severity: Severity;
  /** One line for lists. */
  readonly summary: string;
  /** Blocks that decide it: while something is wrong in one of them, it says nothing. */
  readonly needs?: readonly string[];
}

/**
 * Everything that reading services.yaml can report, sorted by name. An error means that nothing is generated.
 *
 * A list, and no folder each as the linter's rules have: a function of checks/ looks at a cluster or a service once, and reports what
 * several of these are about; shape.ts makes six of them out of one schema. Their edge cases stand beside those functions, in
 * checks.test.ts and messages.test.ts, and each has a page whose examples run (commands/rules.test.ts).
 */
export const serviceRules = [
  {
    name: "services/address",
    severity: "error",
    summary:
      "Addresses, ranges and CIDRs are valid, and a fixed address lies in a pool and is used once",
    needs: ["metallb"],
  },
  {
    name: "services/argocd-kubernetes",
    severity: "warning",
    summary: "Argo CD is tested on the cluster's Kubernetes version",
    needs: ["argocd", "clusters", "gitops"],
  },
  {
    name: "services/argocd-project",
    severity: "error",
    summary: "The AppProject is not the one of Argo CD itself",
    needs: ["argocd", "gitops", "clusters"],
  },
  {
    name: "services/bgp-peer",
    severity: "warning",
    summary: "A pool that is announced by BGP has a router to announce it to",
    needs: ["metallb"],
  },
  {
    name: "services/cluster",
    severity: "error",
    summary: "A service names clusters that exist",
    needs: ["clusters"],
  },
  {
    name: "services/dashboard-login",
    severity: "error",
    summary: "A login is asked for only where the dashboard can have one",
    needs: ["dashboards", "mesh"],
  },
  {
    name: "services/dashboard-open",
    severity: "warning",
    summary: "A dashboard that is exposed has a login or source ranges",
    needs: ["dashboards", "mesh"],
  },
  {
    name: "services/dashboard-ranges",
    severity: "warning",
    summary: "Source ranges are given where they have an effect",
    needs: ["dashboards"],
  },
  {
    name: "services/destination",
    severity: "error",
    summary: "Routes and calls lead to services and versions that exist",
    needs: ["services", "clusters"],
  },
  {
    name: "services/domain",
    severity: "error",
    summary: "There is a domain to make host names of",
    needs: ["domain", "dashboards", "clusters"],
  },
  {
    name: "services/duplicate-host",
    severity: "error",
    summary: "Two services share a host only where the gateway can tell their requests apart",
    needs: ["services", "domain", "mesh", "dashboards", "clusters"],
  },
  {
    name: "services/duplicate-name",
    severity: "error",
    summary: "Pools and peers of a cluster have names of their own",
    needs: ["metallb"],
  },
  {
    name: "services/engine-version",
    severity: "error",
    summary: "The engine's version knows the objects that are written for it",
    needs: ["flux", "gitops"],
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
    needs: ["flux", "gitops", "clusters"],
  },
  {
    name: "services/format",
    severity: "error",
    summary: "Names, hosts, durations and the like are written as they must be",
    needs: ["mesh", "domain"],
  },
  {
    name: "services/gateway-port",
    severity: "error",
    summary: "Raw protocols have a gateway port of their own",
    needs: ["services"],
  },
  {
    name: "services/git",
    severity: "error",
    summary: "The Git URL and branch are ones that the engines accept",
    needs: ["git", "gitops"],
  },
  {
    name: "services/istio-field",
    severity: "error",
    summary: "A field exists in the cluster's Istio version",
    needs: ["mesh"],
  },
  {
    name: "services/istio-helm",
    severity: "warning",
    summary: "The engines' Helm can render the charts of the Istio version",
    needs: ["mesh"],
  },
  {
    name: "services/istio-kubernetes",
    severity: "warning",
    summary: "Istio runs on the cluster's Kubernetes version",
    needs: ["mesh", "clusters"],
  },
  {
    name: "services/istio-version",
    severity: "error",
    summary: "The Istio version is one that can be generated for",
    needs: ["mesh"],
  },
  {
    name: "services/lint",
    severity: "warning",
    summary: "Every acknowledgement still matches something",
    needs: ["lint"],
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
    needs: ["metallb", "clusters"],
  },
  {
    name: "services/metallb-version",
    severity: "error",
    summary: "The MetalLB version is one that can be generated for",
    needs: ["metallb"],
  },
  {
    name: "services/namespace",
    severity: "error",
    summary: "Services live in namespaces of their own, not in those of the infrastructure",
    needs: ["mesh", "metallb", "flux", "argocd"],
  },
  {
    name: "services/pool",
    severity: "error",
    summary: "Pools exist, do not overlap and cover no node",
    needs: ["metallb"],
  },
  {
    name: "services/pool-size",
    severity: "error",
    summary: "The pools have an address for every Service of type LoadBalancer",
    needs: ["metallb", "mesh"],
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
    needs: ["mesh"],
  },
  { name: "services/required", severity: "error", summary: "Fields that are needed are there" },
  { name: "services/route", severity: "error", summary: "A route says one thing about a request" },
  {
    name: "services/route-order",
    severity: "warning",
    summary: "Routes of two services on one host do not depend on an order that Istio leaves open",
    needs: ["services", "domain", "mesh", "dashboards", "clusters"],
  },
  {
    name: "services/tls",
    severity: "error",
    summary: "HTTPS at the gateway can work",
    needs: ["services", "mesh"],
  },
  { name: "services/type", severity: "error", summary: "Values are of the right type" },
  { name: "services/unknown-field", severity: "error", summary: "Fields are ones that exist" },
  { name: "services/value", severity: "error", summary: "Values are among the possible ones" },
  { name: "services/weights", severity: "error", summary: "Weights add up", needs: ["mesh"] },
] as const satisfies readonly ServiceRule[];

export type ServiceRuleName = (typeof serviceRules)[number]["name"];
