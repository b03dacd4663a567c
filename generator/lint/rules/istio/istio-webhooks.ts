import { get, items, text, type Field } from "../field.ts";
import type { Subject } from "../subject.ts";

export const WEBHOOK_KINDS = [
  "ValidatingWebhookConfiguration.admissionregistration.k8s.io",
  "MutatingWebhookConfiguration.admissionregistration.k8s.io",
];

/** @returns the client configurations of Istio's own webhooks; none for those of others */
export function istioWebhooks(subject: Subject): Field[] {
  const name = text(get(subject.metadata, "name")) ?? "";
  const isMutating = subject.resource.id.kind.startsWith("Mutating");
  const isIstio = isMutating
    ? name.startsWith("istio-sidecar-injector")
    : name === "istiod-default-validator" || name.startsWith("istio-validator");
  if (!isIstio) return [];
  return items(get({ path: [], value: subject.resource.data }, "webhooks")).map((webhook) =>
    get(webhook, "clientConfig"),
  );
}

/** @returns the host of a URL as Go's net/url reads it, empty where there is none, or undefined when the text is no URL */
export function hostOf(url: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- these are the characters that are refused
  if (/[\u0000-\u0020\u007f]|%(?![0-9a-fA-F]{2})/.test(url) || url.startsWith(":"))
    return undefined;
  const authority = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/([^/?#]*)/.exec(url)?.[1] ?? "";
  const [, bracketed, plain = "", port] =
    /^(?:.*@)?(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(authority) ?? [];
  return port !== undefined && !/^\d*$/.test(port) ? undefined : (bracketed ?? plain);
}
