import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { selects } from "../../selectors.ts";
import { get, isSet, text } from "../../field.ts";
import {
  type InjectorWebhook,
  injectorWebhooks,
  REVISION,
  revisionOf,
  revisionsOf,
} from "../injector.ts";

/** Source: webhook.Analyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/injection-webhooks",
  severity: "error",
  summary: "Sidecars are injected by one webhook, of a control plane that exists",
  aliases: ["IST0139"],
  scope: "build",
  check(context) {
    const webhooks = injectorWebhooks(context);
    reportOverlaps(context, webhooks);
    for (const webhook of webhooks) checkService(context, webhook);
  },
};

function reportOverlaps(context: RuleContext, webhooks: readonly InjectorWebhook[]): void {
  const samples = sampleLabels(webhooks);
  for (const [index, webhook] of webhooks.entries()) {
    const other = webhooks
      .slice(0, index)
      .find(
        (earlier) =>
          !isSame(earlier, webhook) &&
          samples.some((sample) => takes(earlier, sample) && takes(webhook, sample)),
      );
    if (!other) continue;
    const message = `webhook "${webhook.name}" takes Pods that "${other.name}" of ${other.resource.id.name} takes too, so they may get two sidecars; narrow its namespaceSelector or objectSelector`;
    const related = [{ message: "the other webhook", at: other.resource.locate(other.field.path) }];
    context.report({
      resource: webhook.resource,
      path: get(webhook.field, "name").path,
      message,
      related,
    });
  }
}

interface Sample {
  namespace: Record<string, string>;
  pod: Record<string, string>;
}

/** Every way in which a Namespace and a Pod can ask for a sidecar, or against it. */
function sampleLabels(webhooks: readonly InjectorWebhook[]): Sample[] {
  const own = webhooks.flatMap(
    ({ resource }) => revisionOf({ path: [], value: resource.data }) ?? [],
  );
  const revisions = [...new Set([...own, ...webhooks.flatMap(({ field }) => revisionsOf(field))])];
  const asking = (label: string, yes: string, no: string): Record<string, string>[] => {
    const plain: Record<string, string>[] = [{}, { [label]: yes }, { [label]: no }];
    return [
      ...plain,
      ...revisions.flatMap((revision) =>
        plain.map((labels) => ({ ...labels, [REVISION]: revision })),
      ),
    ];
  };
  const pods = asking("sidecar.istio.io/inject", "true", "false");
  return asking("istio-injection", "enabled", "disabled").flatMap((namespace) =>
    pods.map((pod) => ({ namespace, pod })),
  );
}

/** A selector that is left out takes all. */
function takes({ field }: InjectorWebhook, { namespace, pod }: Sample): boolean {
  const matches = (key: string, labels: Record<string, string>) =>
    !isSet(get(field, key)) || selects(get(field, key).value, labels);
  return matches("namespaceSelector", namespace) && matches("objectSelector", pod);
}

function isSame(left: InjectorWebhook, right: InjectorWebhook): boolean {
  return left.resource === right.resource && left.name === right.name;
}

function checkService(context: RuleContext, { resource, field }: InjectorWebhook): void {
  const service = get(field, "clientConfig", "service");
  const name = text(get(service, "name"));
  const namespace = text(get(service, "namespace"));
  if (context.partial || !name || !namespace || context.find("Service", namespace, name)) return;
  if (context.external({ kind: "Service", namespace, name })) return;
  const message = `nothing here makes Service "${name}" in namespace "${namespace}", which injects the sidecars; without it Pods start without one, or not at all. Correct it, or declare it as external`;
  context.report({ resource, path: get(service, "name").path, severity: "warning", message });
}
