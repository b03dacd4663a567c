import { isMapping } from "../../../../../core/json.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { textOf } from "../../../kustomize/item.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import { within } from "../../../kustomize/source.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/invalid-resource",
  severity: "error",
  summary: "Resources and patches are Kubernetes objects",
};

/** @param source a document or an item of a list that is no mapping */
export function failOnValue(scope: Scope, source: Source): void {
  fail(scope, rule, "this is no Kubernetes object", source);
}

/** @param kind that of a list whose items are none */
export function failOnItems(scope: Scope, kind: string, source: Source): void {
  fail(scope, rule, `items of a ${kind} must be a list`, within(source, "items"));
}

/** @returns whether kustomize takes a mapping for an object: it has a kind and, unless it is a list, a name */
export function checkObject(
  scope: Scope,
  value: Readonly<Record<string, unknown>>,
  source: Source,
): boolean {
  const kind = textOf(value["kind"]);
  if (kind === "") {
    fail(scope, rule, "this object has no kind", source);
    return false;
  }
  const name = isMapping(value["metadata"]) ? value["metadata"]["name"] : undefined;
  if (kind.endsWith("List") || (name !== undefined && name !== null && name !== "")) return true;
  fail(scope, rule, `this ${kind} has no metadata.name`, source);
  return false;
}
