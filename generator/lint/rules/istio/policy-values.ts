import { isAddressOrBlock } from "./addresses.ts";

// What the lists of an AuthorizationPolicy may hold: pkg/config/security of istio/istio. Each says what is wrong, or nothing.

export function checkPolicyAddress(value: string): string | undefined {
  return isAddressOrBlock(value) ? undefined : "is neither an IP address nor a CIDR block";
}

export function checkPolicyPort(value: string): string | undefined {
  return /^\d+$/.test(value) && Number(value) <= 65535 ? undefined : "is not a port number";
}

export function checkServiceAccount(value: string): string | undefined {
  if (value.includes("*")) return "cannot have a wildcard; for that use principals";
  return /^[^/]+(\/[^/]+)?$/.test(value)
    ? undefined
    : "should read <serviceAccount> or <namespace>/<serviceAccount>";
}

/** A value that is exact, `prefix*`, `*suffix` or `*`. */
export function checkWildcardValue(value: string): string | undefined {
  const star = value.indexOf("*");
  if (star < 0 || (star === value.lastIndexOf("*") && (star === 0 || star === value.length - 1)))
    return undefined;
  return 'can have one "*", at its start or end';
}

export function checkTrustDomain(value: string): string | undefined {
  return (
    checkWildcardValue(value) ??
    (value.includes("/") ? 'is not a trust domain, which has no "/"' : undefined)
  );
}

/** A path with the templates `{*}` (one part) and `{**}` (the rest, so it comes last). */
export function checkPathTemplate(value: string): string | undefined {
  const isTemplate = value.includes("{*}") || value.includes("{**}");
  const parts = value.replace(/^\/+|\/+$/g, "").split("/");
  const rest = parts.indexOf("{**}");
  for (const [index, part] of parts.entries()) {
    if (part === "{*}" || part === "{**}") {
      if (rest >= 0 && index > rest)
        return "has {**} before another template; it can only be the last one";
      continue;
    }
    if (/[{}]/.test(part)) return 'has "{" or "}" outside of the templates {*} and {**}';
    if (isTemplate && !/^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/.test(part))
      return `has "${part}" beside a template, which takes plain parts only`;
  }
  return undefined;
}

const FREE = [
  "source.namespace",
  "source.principal",
  "request.auth.principal",
  "request.auth.audiences",
  "request.auth.presenter",
  "connection.sni",
];
const NAMED = ["request.headers", "request.auth.claims", "experimental.envoy.filters."];
const CHECKED: Readonly<Record<string, (value: string) => string | undefined>> = {
  "source.ip": checkPolicyAddress,
  "remote.ip": checkPolicyAddress,
  "destination.ip": checkPolicyAddress,
  "destination.port": checkPolicyPort,
  "source.serviceAccount": checkServiceAccount,
  "source.trustDomain": checkWildcardValue,
};
const REPLACED: Readonly<Record<string, string>> = {
  "destination.namespace": "it is the policy's own namespace",
  "destination.name": "it is of the old v1alpha1; use selector",
  "destination.user": "it is of the old v1alpha1; use selector",
};

/** @returns why no condition has this key, or undefined when one can */
export function checkConditionKey(key: string): string | undefined {
  if (NAMED.some((prefix) => key.startsWith(prefix))) {
    const open = key.indexOf("[");
    return key.endsWith("]") && open > 0 && open < key.length - 2
      ? undefined
      : "it should end with a name in brackets, as in request.headers[x-user]";
  }
  if (FREE.includes(key) || Object.hasOwn(CHECKED, key)) return undefined;
  if (Object.hasOwn(REPLACED, key)) return REPLACED[key];
  if (key.startsWith("destination.labels")) return "the policy's selector says it";
  return `it is not known; use ${[...NAMED.slice(0, 2).map((prefix) => `${prefix}[name]`), ...FREE, ...Object.keys(CHECKED)].join(", ")}`;
}

/** @returns what is wrong with a value of a condition with this key */
export function checkConditionValue(key: string, value: string): string | undefined {
  if (value === "") return "is empty";
  return Object.hasOwn(CHECKED, key) ? CHECKED[key]!(value) : undefined;
}
