import { isAddress } from "./addresses.ts";

// What a host name may be: pkg/config/labels, pkg/config/host and pkg/config/validation/agent of istio/istio.

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(\*|(\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/** @returns whether the text is a DNS label as Istio takes it: at most 63 letters (of either case), digits and inner dashes */
export function isLabel(value: string): boolean {
  return value.length <= 63 && LABEL.test(value);
}

/** @returns why the text is no fully qualified domain name, or undefined when it is one; a trailing dot is fine */
export function checkDomain(domain: string): string | undefined {
  return checkLength(domain) ?? checkLabels(domain);
}

/** What most names are like: lower case, without a wildcard, and with a letter where the last label begins. */
const PLAIN = /^(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** @returns why the text is neither a domain name nor one whose first label is or starts with `*`, or undefined when it is one */
export function checkWildcardDomain(domain: string): string | undefined {
  if (domain.length <= 255 && PLAIN.test(domain)) return undefined;
  const tooLong = checkLength(domain);
  if (tooLong !== undefined) return tooLong;
  const dot = domain.indexOf(".");
  const first = dot < 0 ? domain : domain.slice(0, dot);
  if (first.length > 63 || !WILDCARD_LABEL.test(first))
    return `label "${first}" is not allowed in a domain name`;
  return dot < 0 ? undefined : checkLabels(domain.slice(dot + 1));
}

/** Like checkWildcardDomain; with sni also `outbound_.80_._.reviews.default.svc.cluster.local`, the form of AUTO_PASSTHROUGH gateways. */
export function checkGatewayDomain(domain: string, sni: boolean): string | undefined {
  if (!sni || !domain.startsWith("outbound_")) return checkWildcardDomain(domain);
  const [, port, , host] = domain.split("_");
  if (port !== undefined && host !== undefined && /[0-9]/.test(port) && /[a-zA-Z]/.test(host))
    return checkLength(domain);
  return "it should read outbound_.<port>_._.<host>";
}

function checkLength(domain: string): string | undefined {
  if (domain === "") return "it is empty";
  return domain.length > 255 ? "it is longer than 255 characters" : undefined;
}

function checkLabels(domain: string): string | undefined {
  const labels = domain.split(".");
  const last = labels.at(-1)!;
  if (/^[+-]?\d+$/.test(last)) return `its last label "${last}" cannot be a number`;
  for (const [index, label] of labels.entries()) {
    if (index > 0 && index === labels.length - 1 && label === "") continue;
    if (label.includes("*")) return "a wildcard is only allowed as the first label";
    if (!isLabel(label)) return `label "${label}" is not allowed in a domain name`;
  }
  return undefined;
}

/** @returns whether the host has `*` inside its first label, such as `*foo.com` or `*-api.foo.com` */
export function isPartialWildcard(host: string): boolean {
  return host.includes("*") && host !== "*" && !host.startsWith("*.");
}

export function isWildcard(host: string): boolean {
  return host.startsWith("*");
}

/** @returns whether some name belongs to both hosts: `*.com` and `foo.com`, `*` and anything */
export function overlaps(one: string, other: string): boolean {
  if (isWildcard(one) && isWildcard(other)) {
    return one.length < other.length ? other.endsWith(one.slice(1)) : one.endsWith(other.slice(1));
  }
  if (isWildcard(one)) return other.endsWith(one.slice(1));
  if (isWildcard(other)) return one.endsWith(other.slice(1));
  return one === other;
}

/** @returns whether every name of the one host belongs to the other: `a.foo.com` to `*.foo.com`, `*.a.com` to `*.com` */
export function isWithin(one: string, other: string): boolean {
  if (!isWildcard(other)) return one === other;
  if (isWildcard(one)) return one.length >= other.length && one.endsWith(other.slice(1));
  return one.endsWith(other.slice(1));
}

/**
 * Checks the host part of a Gateway's server or a Sidecar's egress host, which cannot be a short name.
 * @param takesAddress Gateways also take an IP address
 * @returns what is wrong with it, or undefined
 */
export function checkListedHost(host: string, takesAddress: boolean): string | undefined {
  if (takesAddress && isAddress(host) && host.includes(".")) return undefined; // IPv6 is refused, as a short name
  const problem = checkWildcardDomain(host);
  if (problem !== undefined) return problem;
  if (host !== "*" && !host.includes("."))
    return "a short name is not allowed here; write it with its domain";
  return isPartialWildcard(host)
    ? `"*" can only stand for whole labels, as in *${host.slice(host.indexOf("."))}`
    : undefined;
}
