import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf, keyOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";
import { locateSource } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/id-conflict",
  severity: "error",
  summary: "A namespace makes no two objects the same",
};

/**
 * Refuses a namespace that makes objects the same.
 * @param items all objects, in their new namespace
 * @param source the field that sets it
 */
export function checkConflicts(scope: Scope, items: readonly Item[], source: Source): void {
  const seen = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(idOf(item));
    const first = seen.get(key);
    if (first) {
      fail(
        scope,
        rule,
        `this namespace makes two objects the same: ${describeId(idOf(item))}`,
        source,
        [
          { message: "first", at: locateSource(first.source) },
          { message: "second", at: locateSource(item.source) },
        ],
      );
    } else seen.set(key, item);
  }
}
