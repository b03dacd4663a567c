import { asText } from "../../../../../core/json.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import { locateSource } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/duplicate-id",
  severity: "error",
  summary: "No object is in a build twice",
};

/** @param first the object that has the id already */
export function failOnDuplicate(scope: Scope, item: Item, first: Item): void {
  const message = `${describeId(idOf(item))} (${asText(item.data["apiVersion"])}) is in this build twice`;
  fail(scope, rule, message, item.source, [
    { message: "also here", at: locateSource(first.source) },
  ]);
}
