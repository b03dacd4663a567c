import { asText } from "../../../core/json.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { ENVOY_FILTER } from "./kinds.ts";
import { get, isBlank, isSet, items, number, text, type Field } from "../field.ts";

// The analyzer envoyfilter.EnvoyPatchAnalyzer of istio/istio.

const ROUTES = ["ROUTE_CONFIGURATION", "HTTP_ROUTE"];
const REPLACEABLE = ["NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST"];

/** @returns the patches before the first entry that has none; unlike the webhook, the analyzer looks at those for waypoints too */
function analyzedPatches(spec: Field): Field[] {
  const patches = items(get(spec, "configPatches"));
  const broken = patches.findIndex((patch) => !isSet(get(patch, "patch")));
  return broken < 0 ? patches : patches.slice(0, broken);
}

/** @returns the patches with this operation that it does not work for: what they apply to and the operation do not go together */
export function findMisused(
  spec: Field,
  operation: "ADD" | "REMOVE" | "REPLACE",
): { operation: Field; applyTo: string }[] {
  return analyzedPatches(spec).flatMap((patch) => {
    const applyTo = text(get(patch, "applyTo"));
    const field = get(patch, "patch", "operation");
    if (applyTo === undefined || field.value !== operation) return [];
    const misused =
      operation === "REPLACE" ? !REPLACEABLE.includes(applyTo) : ROUTES.includes(applyTo);
    return misused ? [{ operation: field, applyTo }] : [];
  });
}

/**
 * Makes the check of a rule about patches that depend on the order in which EnvoyFilters are applied.
 * @param isVersioned is it about those that follow a patch for some proxy versions, or about the others?
 * @param why what the operation depends on
 */
export function checkRelative(isVersioned: boolean, why: string): (context: RuleContext) => void {
  return (context) => {
    const resources = context.resources(ENVOY_FILTER);
    const found = findRelative(resources.map(({ data }) => get({ path: [], value: data }, "spec")));
    for (const [index, patches] of found.entries()) {
      for (const { operation, versioned } of patches) {
        if (versioned !== isVersioned) continue;
        const message = `operation ${asText(operation.value)} ${why}, and the order is not fixed; set spec.priority`;
        context.report({ resource: resources[index]!, path: operation.path, message });
      }
    }
  };
}

/** A patch that depends on the order in which EnvoyFilters are applied. */
interface RelativePatch {
  readonly operation: Field;
  /** Did a patch before it, of the same filter, apply to some proxy versions only? */
  readonly versioned: boolean;
}

/**
 * Finds the patches whose effect depends on others, in EnvoyFilters without a priority.
 * @param specs of the EnvoyFilters, in order
 * @returns for each its patches
 */
function findRelative(specs: readonly Field[]): RelativePatch[][] {
  const versioned = new Set<string>();
  return specs.map((spec) => {
    const found: RelativePatch[] = [];
    for (const patch of analyzedPatches(spec)) {
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

/** Upstream takes a name in the value and the same of the filter that is matched for two, so each is marked. */
function nameOf(patch: Field): string {
  const value = get(patch, "patch", "value");
  if (!isSet(value)) return "";
  const name = get(value, "name");
  if (isSet(name)) return `value ${asText(name.value)}`;
  const matched = text(get(patch, "match", "listener", "filterChain", "filter", "name"));
  return isBlank({ path: [], value: matched }) ? "" : `match ${matched}`;
}
