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

/**
 * Reads the host of a URL as Go's net/url does.
 * @returns the host without its port, empty where there is none, or undefined when the text is no URL
 */
export function hostOf(url: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- these are the characters that are refused
  if (/[\u0000-\u001f\u007f]/.test(url) || url.startsWith(":")) return undefined;
  const [, scheme, rest = ""] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?([^?#]*)/.exec(url)!;
  const isPath = rest.startsWith("/");
  if (scheme !== undefined && !isPath) return "";
  if (!isPath && /^[^/]*:/.test(rest)) return undefined;
  const [, authority, path = rest] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? [];
  const fragment = url.includes("#") ? url.slice(url.indexOf("#") + 1) : "";
  if (BAD_ESCAPE.test(path) || BAD_ESCAPE.test(fragment)) return undefined;
  return authority === undefined ? "" : hostOfAuthority(authority);
}

const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
/** What a host may hold: of ASCII these, of other letters all, and the escapes of those. */
const HOST = /^(?:[-\w.~!$&'()*+,;=<>"]|[^\0-\x7f]|%[89a-fA-F][0-9a-fA-F])*$/;
const BRACKETED = /^\[((?:[-\w.~!$&'()*+,;=<>":]|%25[^\]]*)*)\](?::\d*)?$/;

function hostOfAuthority(authority: string): string | undefined {
  const at = authority.lastIndexOf("@");
  if (/[^-\w.~!$&'()*+,;=:@%]/.test(authority.slice(0, Math.max(at, 0)))) return undefined;
  const host = authority.slice(at + 1);
  if (host.startsWith("[")) return BRACKETED.exec(host)?.[1];
  const colon = host.lastIndexOf(":");
  if (colon >= 0 && !/^\d*$/.test(host.slice(colon + 1))) return undefined;
  const name = colon < 0 ? host : host.slice(0, colon);
  return HOST.test(name) ? name : undefined;
}
