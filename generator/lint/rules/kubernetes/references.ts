import { qualifiedNameFault } from "../../../schema/names.ts";
import { compareQuantities, parseQuantity } from "../../../schema/quantity.ts";
import { type Field, get, isSet } from "../field.ts";
import type { Subject } from "../subject.ts";
import { checkFilled, choicesOf, quantity, word } from "./checks.ts";

/** What the downward API gives. Source: kubernetes pkg/apis/core/validation and pkg/apis/core/pods. */
const FIELDS = {
  variable: [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
  ],
  file: [
    "metadata.name",
    "metadata.namespace",
    "metadata.labels",
    "metadata.annotations",
    "metadata.uid",
  ],
} as const;

const RESOURCES = ["limits", "requests"].flatMap((side) =>
  ["cpu", "memory", "ephemeral-storage"].map((name) => `${side}.${name}`),
);

const UNITS = ["", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/**
 * Checks a fieldRef: a path of the Pod, such as `metadata.labels['app']`.
 * @param use in a variable, or as a file of a volume
 */
export function checkFieldReference(
  subject: Subject,
  reference: Field,
  use: "variable" | "file",
): void {
  const field = get(reference, "fieldPath");
  checkFilled(subject, field);
  const version = word(get(reference, "apiVersion"));
  if (version !== undefined && version !== "" && version !== "v1")
    subject.report(get(reference, "apiVersion"), `apiVersion "${version}" must be "v1"`);
  const path = word(field);
  if (path === undefined || path === "") return;
  const [, map, key] = /^(.*)\['(.*)'\]$/s.exec(path) ?? [];
  if (map === undefined || key === undefined) {
    const known: readonly string[] = FIELDS[use];
    if (known.includes(path) || (path === "spec.host" && use === "variable")) return;
    subject.report(
      field,
      `fieldPath "${path}" is not supported; it must be ${choicesOf([...known, "metadata.labels['KEY']", "metadata.annotations['KEY']"])}`,
    );
    return;
  }
  if (map !== "metadata.labels" && map !== "metadata.annotations") {
    subject.report(
      field,
      `fieldPath "${path}" has a key, which only metadata.labels and metadata.annotations do`,
    );
    return;
  }
  const fault = qualifiedNameFault(map === "metadata.labels" ? key : key.toLowerCase());
  if (fault !== undefined) subject.report(field, `the key of fieldPath "${path}" ${fault}`);
}

/** Checks a resourceFieldRef: a limit or request of a container, and what it is divided by. */
export function checkResourceReference(subject: Subject, reference: Field): void {
  if (!isSet(reference)) return;
  const field = get(reference, "resource");
  checkFilled(subject, field);
  const resource = word(field);
  if (resource === undefined || resource === "") return;
  const hugePages = /^(limits|requests)\.hugepages-/.test(resource);
  if (!RESOURCES.includes(resource) && !hugePages) {
    subject.report(
      field,
      `resource "${resource}" is not supported; it must be ${choicesOf(RESOURCES)}`,
    );
    return;
  }
  const divisor = get(reference, "divisor");
  const given = quantity(divisor);
  if (given === undefined || given.units === 0n) return;
  const units = resource.endsWith(".cpu") ? ["", "m"] : UNITS;
  const known = units.some((unit) => compareQuantities(given, parseQuantity(`1${unit}`)!) === 0);
  if (!known)
    subject.report(
      divisor,
      `divisor must be one of ${units.map((unit) => `1${unit}`).join(", ")} for ${resource}`,
    );
}

/** Says what is wrong with a key of a ConfigMap or Secret. Source: apimachinery pkg/util/validation IsConfigMapKey. */
export function dataKeyFault(key: string): string | undefined {
  if (key.length > 253) return `has ${key.length} characters; at most 253 are allowed`;
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) return "must consist of letters, digits, '-', '_' and '.'";
  if (key === "." || key.startsWith("..")) return "must not be '.' or start with '..'";
  return undefined;
}

/** Says what is wrong with a path that must stay below the folder that it is relative to. */
export function relativePathFault(path: string): string | undefined {
  return path.startsWith("/") ? "must be relative" : backstepFault(path);
}

/** Says what is wrong with a path that leads back up. */
export function backstepFault(path: string): string | undefined {
  return path.split("/").includes("..") ? "must not contain '..'" : undefined;
}

/** Like {@link relativePathFault}, and `..` does not begin any name, as Kubernetes writes such files itself. */
export function volumePathFault(path: string): string | undefined {
  const fault = relativePathFault(path);
  return fault ?? (path.startsWith("..") ? "must not start with '..'" : undefined);
}
