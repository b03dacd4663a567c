import { groupOf } from "../core/resource.ts";
import { quote } from "./wording.ts";

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Says what is wrong with a DNS label (RFC 1123).
 * Source: apimachinery pkg/util/validation.
 * @returns the words after the name, or undefined where it is right
 */
export function labelFault(name: string): string | undefined {
  if (name.length > 63) return `has ${name.length} characters; at most 63 are allowed`;
  if (dnsLabel.test(name)) return undefined;
  return "must consist of lower-case letters, digits and '-', and must start and end with a letter or digit";
}

/** Says what is wrong with a DNS subdomain (RFC 1123), the name of most kinds. */
export function subdomainFault(name: string): string | undefined {
  if (name.length > 253) return `has ${name.length} characters; at most 253 are allowed`;
  if (name.split(".").every((part) => dnsLabel.test(part))) return undefined;
  return "must consist of lower-case letters, digits, '-' and '.', and each part must start and end with a letter or digit";
}

/** Says what is wrong with a name that stands in a URL path, such as a ClusterRole's `system:node`. */
export function segmentFault(name: string): string | undefined {
  if (name === "." || name === "..") return "is not allowed";
  return /[/%]/.test(name) ? "must not contain '/' or '%'" : undefined;
}

/** Says what is wrong with a qualified name: the key of a label, an annotation, a finalizer. */
export function qualifiedNameFault(name: string): string | undefined {
  const slash = name.indexOf("/");
  if (slash !== name.lastIndexOf("/")) return "must have at most one '/'";
  const prefix = slash < 0 ? undefined : name.slice(0, slash);
  const rest = name.slice(slash + 1);
  if (prefix === "") return "has an empty prefix before '/'";
  const fault = prefix === undefined ? undefined : subdomainFault(prefix);
  if (fault !== undefined) return `has the prefix ${quote(prefix)}, which ${fault}`;
  return valueFault(rest, rest === "" ? "has no name" : undefined);
}

/** Says what is wrong with the value of a label. */
export function labelValueFault(value: string): string | undefined {
  return value === "" ? undefined : valueFault(value);
}

function valueFault(text: string, empty?: string): string | undefined {
  if (empty !== undefined) return empty;
  if (text.length > 63) return `has ${text.length} characters; at most 63 are allowed`;
  if (/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text)) return undefined;
  return "must consist of letters, digits, '-', '_' and '.', and must start and end with a letter or digit";
}

/** The name of a Job is the value of a label of its Pods. */
function jobFault(name: string, prefix = false): string | undefined {
  return name.length > 63 && !prefix
    ? `has ${name.length} characters; at most 63 are allowed, as its Pods bear it as a label`
    : subdomainFault(name);
}

/** Kinds whose names are not DNS subdomains. Source: kubernetes pkg/apis/<group>/validation, 1.37. */
const nameFaults: Readonly<Record<string, (name: string, prefix?: boolean) => string | undefined>> =
  {
    "/Service": labelFault,
    "/Namespace": labelFault,
    "/Event": segmentFault,
    "batch/Job": jobFault,
    "policy/PodDisruptionBudget": segmentFault,
    "apiregistration.k8s.io/APIService": segmentFault,
    "apps/StatefulSet": labelFault,
    "rbac.authorization.k8s.io/Role": segmentFault,
    "rbac.authorization.k8s.io/ClusterRole": segmentFault,
    "rbac.authorization.k8s.io/RoleBinding": segmentFault,
    "rbac.authorization.k8s.io/ClusterRoleBinding": segmentFault,
    "certificates.k8s.io/CertificateSigningRequest": () => undefined,
    "certificates.k8s.io/ClusterTrustBundle": () => undefined,
    "networking.k8s.io/IPAddress": () => undefined,
  };

/**
 * Says what is wrong with a resource's name.
 * @param prefix is it a `generateName`, to which the API server adds characters?
 * @returns the words after the name, or undefined where it is right
 */
export function nameFault(
  apiVersion: string,
  kind: string,
  name: string,
  prefix = false,
): string | undefined {
  const key = `${groupOf(apiVersion)}/${kind}`;
  const fault = Object.hasOwn(nameFaults, key) ? nameFaults[key]! : subdomainFault;
  return prefix ? fault(name.replace(/-$/, "a"), true) : fault(name);
}

/** Says what is wrong with a DNS label that starts with a letter (RFC 1035). */
export function serviceLabelFault(name: string): string | undefined {
  return labelFault(name) ?? (/^[a-z]/.test(name) ? undefined : "must start with a letter");
}
