import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { readYaml } from "../../../yaml/read.ts";
import { type Field, get, items, text } from "../field.ts";

/** A webhook of the sidecar injector. */
export interface InjectorWebhook {
  resource: Resource;
  field: Field;
  name: string;
}

const WEBHOOKS = "MutatingWebhookConfiguration.admissionregistration.k8s.io";
export const REVISION = "istio.io/rev";

/** @returns the webhooks that inject sidecars: all of a configuration that has one of Istio's, or that selects a revision */
export function injectorWebhooks(context: RuleContext): InjectorWebhook[] {
  return context.resources(WEBHOOKS).flatMap((resource) => {
    const root: Field = { path: [], value: resource.data };
    const webhooks = items(get(root, "webhooks")).map((field) => ({
      resource,
      field,
      name: text(get(field, "name")) ?? "",
    }));
    const isIstio = webhooks.some(({ name }) => name.endsWith("istio.io"));
    const hasRevision = webhooks.some(({ field }) => revisionsOf(field).length > 0);
    return isIstio || hasRevision || revisionOf(root) !== undefined ? webhooks : [];
  });
}

/** @returns the revision that the configuration itself is labelled with */
export function revisionOf(root: Field): string | undefined {
  return text(get(root, "metadata", "labels", REVISION));
}

/** @returns the revisions that a webhook's selectors name */
export function revisionsOf(webhook: Field): string[] {
  return ["namespaceSelector", "objectSelector"].flatMap((key) => {
    const selector = get(webhook, key);
    const expressions = items(get(selector, "matchExpressions")).filter(
      (expression) => get(expression, "key").value === REVISION,
    );
    const named = [
      get(selector, "matchLabels", REVISION),
      ...expressions.flatMap((expression) => items(get(expression, "values"))),
    ];
    return named.flatMap((field) => text(field) ?? []);
  });
}

/**
 * Reads the values that the injector of a revision works with, from its ConfigMap.
 * @param revision undefined for the one without
 */
export function injectorValues(context: RuleContext, revision?: string): Field | undefined {
  const suffix = revision === undefined || ["", "default"].includes(revision) ? "" : `-${revision}`;
  const map = context
    .resources("ConfigMap")
    .find(({ id }) => id.name === `istio-sidecar-injector${suffix}`);
  const given = map && text(get({ path: [], value: map.data }, "data", "values"));
  return given === undefined || map === undefined
    ? undefined
    : { path: [], value: readYaml(map.file, given).documents[0]?.value };
}
