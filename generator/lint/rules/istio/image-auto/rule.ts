import { asText } from "../../../../core/json.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Workload, workloadsOf } from "../../kubernetes/workloads.ts";
import { selects } from "../../selectors.ts";
import { type Field, get, isSet, items } from "../../field.ts";
import { asksForSidecars, namespaceLabels } from "../injection.ts";
import { injectorWebhooks, REVISION } from "../injector.ts";

const INJECT = "sidecar.istio.io/inject";

/** Source: injection.ImageAutoAnalyzer of istio/istio, and the selectors of its chart's webhooks. */
export const rule: Rule = {
  name: "istio/image-auto",
  severity: "warning",
  summary: "Pods with image auto are injected, which gives them their real image",
  aliases: ["IST0146", "IST0147"],
  scope: "build",
  check(context) {
    for (const workload of workloadsOf(context)) {
      const { resource, template } = workload;
      const proxy = items(get(template, "spec", "containers")).find(
        (container) => get(container, "name").value === "istio-proxy",
      );
      if (!proxy || get(proxy, "image").value !== "auto") continue;
      const { path } = get(proxy, "image");
      if (resource.id.kind === "Pod") {
        context.report({
          resource,
          path,
          severity: "error",
          message:
            'image "auto" is no image, and a Pod that reads so was not injected; make it by a Deployment in an injected namespace, or name the image',
        });
      } else if (isInjected(context, workload) === false) {
        context.report({
          resource,
          path,
          message:
            'image "auto" is replaced only where sidecars are injected, and these Pods are not; label the namespace istio-injection=enabled, or the Pods sidecar.istio.io/inject="true"',
        });
      }
    }
  },
};

/** @returns undefined where it cannot be told */
function isInjected(context: RuleContext, { template, namespace }: Workload): boolean | undefined {
  const labels = namespaceLabels(context, namespace);
  const pod = get(template, "metadata", "labels");
  const webhooks = injectorWebhooks(context);
  if (webhooks.length === 0) return isInjectedByDefault(labels, pod);
  if (labels === undefined && (context.partial || context.resources("Namespace").length === 0))
    return undefined;
  const matches = (selector: Field, given: unknown) =>
    !isSet(selector) || selects(selector.value, given ?? {});
  return webhooks.some(
    ({ field }) =>
      matches(get(field, "namespaceSelector"), labels?.value) &&
      matches(get(field, "objectSelector"), pod.value),
  );
}

/** What the webhooks of Istio's own chart take. */
function isInjectedByDefault(labels: Field | undefined, pod: Field): boolean | undefined {
  const inject = asText(get(pod, INJECT).value ?? "");
  if (inject === "false") return false;
  if (inject === "true" || isSet(get(pod, REVISION))) {
    return labels === undefined || get(labels, "istio-injection").value !== "disabled";
  }
  return labels === undefined ? undefined : asksForSidecars(labels);
}
