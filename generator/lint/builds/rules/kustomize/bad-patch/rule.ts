import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-patch",
  severity: "error",
  summary: "A patch can be applied to what it is for",
};

export function failWithoutTarget(scope: Scope, source: Source): void {
  fail(scope, rule, "a JSON patch needs a target", source);
}

/** @returns whether an entry of `patches` has one of path and patch */
export function checkForm(scope: Scope, path: string, patch: string, source: Source): boolean {
  if ((patch === "") !== (path === "")) return true;
  const message =
    patch === "" ? "a patch needs path or patch" : "a patch has either path or patch, not both";
  fail(scope, rule, message, source);
  return false;
}

/** @param fault why the target's selector cannot be used */
export function failOnSelector(scope: Scope, fault: string, source: Source): void {
  fail(scope, rule, fault, source);
}

/** kustomize takes a list for YAML only when it does not begin with a bracket. Source: jsonPatchFromBytes of kustomize's PatchTransformer. */
export function isReadablePatch(operations: string): boolean {
  const trimmed = operations.trim();
  if (!trimmed.startsWith("[")) return true;
  try {
    JSON.parse(trimmed);
    return true;
  } catch {
    return false;
  }
}

/** @param holder where a list of operations is written that kustomize cannot read */
export function failOnOperations(scope: Scope, holder: Source): void {
  const message =
    "a JSON patch that begins with [ must be JSON, with every key and text in double quotes; or write it as YAML, each operation behind a dash";
  fail(scope, rule, message, holder);
}

export function failOnEmptyPatch(scope: Scope, holder: Source): void {
  fail(scope, rule, "the patch is empty", holder);
}

export function failOnSeveralObjects(scope: Scope, source: Source): void {
  fail(scope, rule, "a patch with a target can hold only one object", source);
}

/** @param fault why the patch cannot be applied to the object */
export function failOnMisfit(scope: Scope, item: Item, fault: string, source: Source): void {
  fail(scope, rule, `the patch does not fit ${describeId(idOf(item))}: ${fault}`, source);
}
