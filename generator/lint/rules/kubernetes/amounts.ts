import { asText } from "../../../core/json.ts";
import { didYouMean } from "../../../core/suggest.ts";
import { qualifiedNameFault } from "../../../schema/names.ts";
import type { Field } from "../field.ts";
import type { Subject } from "../subject.ts";
import { quantity } from "./checks.ts";

/** What a node has of its own, besides huge pages. */
export const STANDARD = ["cpu", "memory", "ephemeral-storage"];

/** What a quota counts in whole numbers, by names without a slash. */
export const COUNTED = [
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
];

export function isHugePage(name: string): boolean {
  return name.startsWith("hugepages-");
}

/** Is it a resource of Kubernetes' own? Source of all three: kubernetes pkg/apis/core/helper. */
export function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

export function isExtended(name: string): boolean {
  return (
    !isNative(name) &&
    !name.startsWith("requests.") &&
    qualifiedNameFault(`requests.${name}`) === undefined
  );
}

/**
 * Reports the name of a resource that no container has. Source: validateContainerResourceName of kubernetes pkg/apis/core/validation.
 * @param place where the name stands: it is the key or the value there
 */
export function checkResource(
  subject: Subject,
  name: string,
  place: Field,
  part: "key" | "value" = "key",
): void {
  if (name.includes("${")) return;
  const fault = qualifiedNameFault(name);
  if (fault !== undefined) subject.report(place, `resource "${name}" ${fault}`, { part });
  else if (!name.includes("/") && !STANDARD.includes(name) && !isHugePage(name))
    subject.report(
      place,
      `a container has no resource "${name}"${didYouMean(name, STANDARD) || `; it has ${STANDARD.join(", ")} and hugepages-<size>, and extended ones such as example.com/gpu`}`,
      { part },
    );
  else if (name.includes("/") && !isNative(name) && !isExtended(name))
    subject.report(
      place,
      `"${name}" is no name of an extended resource; it must not start with "requests." or be too long`,
      { part },
    );
}

/** Reports an amount below zero, or a part of something that comes in whole numbers. */
export function checkAmount(subject: Subject, name: string, field: Field): void {
  const amount = quantity(field);
  if (amount === undefined) return;
  if (amount.units < 0n)
    subject.report(field, `${name} is ${asText(field.value)}; it must not be negative`);
  else if ((COUNTED.includes(name) || isExtended(name)) && !isWhole(amount))
    subject.report(field, `${name} is ${asText(field.value)}; it must be a whole number`);
}

/** Kubernetes looks at thousandths, rounded up. */
function isWhole({ units, scale }: { units: bigint; scale: number }): boolean {
  const size = 10n ** BigInt(scale);
  if (units % size === 0n) return true;
  const milli = (units * 1000n + size - 1n) / size;
  return milli % 1000n === 0n;
}
