import { configPatches } from "./envoy-filter.ts";
import { get, isBlank, isSet, number, text, type Field } from "../field.ts";

// The analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio.

const ROUTES = ["ROUTE_CONFIGURATION", "HTTP_ROUTE"];
const REPLACEABLE = ["NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST"];

/** @returns the patches with this operation that it does not work for: what they apply to and the operation do not go together */
export function findMisused(
  spec: Field,
  operation: "ADD" | "REMOVE" | "REPLACE",
): { operation: Field; applyTo: string }[] {
  return configPatches(spec).flatMap((patch) => {
    const applyTo = text(get(patch, "applyTo"));
    const field = get(patch, "patch", "operation");
    if (applyTo === undefined || field.value !== operation) return [];
    const misused =
      operation === "REPLACE" ? !REPLACEABLE.includes(applyTo) : ROUTES.includes(applyTo);
    return misused ? [{ operation: field, applyTo }] : [];
  });
}

/** A patch that depends on the order in which EnvoyFilters are applied. */
export interface RelativePatch {
  readonly operation: Field;
  /** Did a patch before it, of the same filter, apply to some proxy versions only? */
  readonly versioned: boolean;
}

/**
 * Finds the patches whose effect depends on others, in EnvoyFilters without a priority.
 * @param specs of the EnvoyFilters, in order
 * @returns for each its patches
 */
export function findRelative(specs: readonly Field[]): RelativePatch[][] {
  const versioned = new Set<string>();
  return specs.map((spec) => {
    const found: RelativePatch[] = [];
    for (const patch of configPatches(spec)) {
      if (!isSet(get(patch, "patch"))) break;
      const name = nameOf(patch);
      if (isRelative(patch) && !number(get(spec, "priority"))) {
        found.push({ operation: get(patch, "patch", "operation"), versioned: versioned.has(name) });
      }
      if (!isBlank(get(patch, "match", "proxy", "proxyVersion"))) versioned.add(name);
    }
    return found;
  });
}

function isRelative(patch: Field): boolean {
  const applyTo = text(get(patch, "applyTo")) ?? "";
  const operation = get(patch, "patch", "operation").value;
  if (operation === "REMOVE") return !ROUTES.includes(applyTo);
  if (operation === "REPLACE") return REPLACEABLE.includes(applyTo);
  return operation === "INSERT_BEFORE" || operation === "INSERT_AFTER";
}

function nameOf(patch: Field): string {
  const value = get(patch, "patch", "value");
  if (!isSet(value)) return "";
  return (
    text(get(value, "name")) ??
    text(get(patch, "match", "listener", "filterChain", "filter", "name")) ??
    ""
  );
}
