import { asText } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, items, text } from "../../field.ts";
import { specOf } from "../reference.ts";

const PROVIDER = "Provider.notification.toolkit.fluxcd.io";

export const rule: Rule = {
  name: "flux/notification",
  severity: "warning",
  summary: "An Alert's Provider and event sources exist, and what a Receiver wakes",
  scope: "build",
  check(context) {
    if (context.partial) return;
    for (const alert of context.resources("Alert.notification.toolkit.fluxcd.io")) {
      const field = get(specOf(alert), "providerRef", "name");
      const name = text(field);
      const namespace = alert.id.namespace;
      if (
        name &&
        !context.find(PROVIDER, namespace, name) &&
        !context.external({ kind: PROVIDER, namespace, name })
      ) {
        const candidate = suggest(
          name,
          context.resources(PROVIDER).map((provider) => provider.id.name),
        );
        context.report({
          resource: alert,
          path: field.path,
          message: `no Provider is named "${name}" in namespace "${namespace ?? "default"}"${candidate ? `, did you mean "${candidate}"?` : ""}; the Alert sends nothing`,
        });
      }
      checkNames(context, alert, "eventSources", "the Alert hears nothing of it");
    }
    for (const receiver of context.resources("Receiver.notification.toolkit.fluxcd.io"))
      checkNames(context, receiver, "resources", "the Receiver wakes nothing");
  },
};

/** Names are looked for only among kinds that the files have any objects of. */
function checkNames(
  context: RuleContext,
  resource: Resource,
  field: string,
  consequence: string,
): void {
  for (const source of items(get(specOf(resource), field))) {
    const wanted = text(get(source, "name"));
    const kind = asText(get(source, "kind").value);
    if (!wanted || wanted === "*" || wanted === "flux-system") continue;
    const sameKind = context
      .resources()
      .filter(({ id }) => id.kind === kind && id.apiVersion.includes(".toolkit.fluxcd.io/"));
    if (sameKind.length === 0 || sameKind.some(({ id }) => id.name === wanted)) continue;
    context.report({
      resource,
      path: [...source.path, "name"],
      message: `no ${kind} is named "${wanted}"; ${consequence}`,
    });
  }
}
