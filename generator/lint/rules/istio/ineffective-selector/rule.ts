import { namespaceOf } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { selectsPlainly, workloadsOf } from "../../kubernetes/workloads.ts";
import { get, hasAny, isFilled, text } from "../../field.ts";
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

const POLICIES = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN];
const GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";
const KUBERNETES_GATEWAY = "Gateway.gateway.networking.k8s.io";

/** Source: k8sgateway.SelectorAnalyzer of istio/istio. The Pods of a Gateway carry its name, and may carry the labels of its infrastructure. */
export const rule: Rule = {
  name: "istio/ineffective-selector",
  severity: "warning",
  summary:
    "A policy for a Gateway of the Gateway API uses targetRefs, for selectors do not reach its Pods",
  aliases: ["IST0166"],
  scope: "build",
  check(context) {
    if (context.resources(...POLICIES).length === 0) return;
    const workloads = workloadsOf(context).flatMap(({ namespace, labels, resource }) => {
      const gateway = text(get({ path: [], value: labels }, GATEWAY_NAME));
      return gateway === undefined ? [] : [{ namespace, labels, gateway, resource }];
    });
    const made = context.resources(KUBERNETES_GATEWAY).map((resource) => {
      const given = get(
        { path: [], value: resource.data },
        "spec",
        "infrastructure",
        "labels",
      ).value;
      const labels = { ...(given as object | undefined), [GATEWAY_NAME]: resource.id.name };
      return { namespace: resource.id.namespace, labels, gateway: resource.id.name, resource };
    });
    const pods = [...workloads, ...made];
    checkEach(POLICIES, (subject) => {
      const labels = get(subject.spec, "selector", "matchLabels");
      if (!isFilled(labels) || hasAny(subject.spec, "targetRef", "targetRefs")) return;
      const found = pods.find(
        (pod) =>
          namespaceOf(pod) === namespaceOf(subject) && selectsPlainly(labels.value, pod.labels),
      );
      if (!found) return;
      subject.report(
        labels,
        `these are Pods of Gateway "${found.gateway}" (Gateway API), which ignores selectors; use targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: ${found.gateway}}]`,
        {
          related: [{ message: "the gateway", at: found.resource.locate(["metadata", "name"]) }],
        },
      );
    })(context);
  },
};
