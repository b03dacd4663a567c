import type { Path } from "../../../../../core/path.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import { within } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/ambiguous-reference",
  severity: "error",
  summary: "A reference to a renamed object means one object",
};

/**
 * @param item what refers to another object
 * @param path where it does
 * @param possible the objects that could be meant, in words
 */
export function failOnAmbiguity(scope: Scope, item: Item, path: Path, possible: string): void {
  const message = `${path.join(".")} of ${describeId(idOf(item))} could mean ${possible}`;
  fail(scope, rule, message, within(item.source, ...path));
}
