import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { selecting } from "../conflicts.ts";
import { get, hasAny, isFilled } from "../../field.ts";
import { knowsGateways } from "../gateway-pods.ts";
import { AUTHORIZATION_POLICY } from "../kinds.ts";
import { meshConfigs, rootNamespaces } from "../mesh-config.ts";
import { lookUpPods, selectedBy } from "../mesh-pods.ts";
import { checkSelections, reportSelectsNone } from "../selects-nothing.ts";

/** Source: authz.AuthorizationPoliciesAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/authorization-policy-selector",
  severity: "warning",
  summary: "An AuthorizationPolicy is for Pods that exist",
  aliases: ["IST0127"],
  scope: "build",
  check(context) {
    if (context.resources(AUTHORIZATION_POLICY).length === 0) return;
    const pods = lookUpPods(context);
    const roots = rootNamespaces(context);
    const policies = selecting(
      context.resources(AUTHORIZATION_POLICY),
      "selector",
      "matchLabels",
    ).filter(
      ({ resource }) =>
        !hasAny(get({ path: [], value: resource.data }, "spec"), "targetRef", "targetRefs"),
    );
    const isForMesh = ({ resource }: { resource: Resource }) =>
      roots.has(resource.id.namespace ?? "default");
    checkSelections(
      context,
      policies.filter((policy) => !isForMesh(policy)),
    );
    if (!pods.showsAll) return;
    const showsMesh = knowsGateways(context) || meshConfigs(context).length > 0;
    for (const policy of policies) {
      const { namespace } = policy.resource.id;
      if (isForMesh(policy)) {
        if (
          showsMesh && // without control plane and gateways, the policy may be for those
          isFilled(policy.labels) &&
          selectedBy(pods.all, policy.labels).length === 0
        )
          reportSelectsNone(context, policy, [], "");
      } else if (pods.in(namespace).length === 0) reportEmptyNamespace(context, policy.resource);
    }
  },
};

/** The files show Pods, but none in this namespace: only worth to know, for they may come from elsewhere. */
function reportEmptyNamespace(context: RuleContext, resource: Resource): void {
  const { namespace = "default" } = resource.id;
  if (
    context.external({ kind: "Namespace", name: namespace }) ||
    context.external({ kind: "Pod", namespace, name: "" })
  )
    return;
  const message = `no Pods here are in namespace "${namespace}", so this AuthorizationPolicy does nothing; correct the namespace, or declare its Pods as external`;
  context.report({ resource, path: ["metadata", "namespace"], severity: "info", message });
}
