import type { Path } from "../../../../../core/path.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/field-path",
  severity: "error",
  summary: "A field that a kustomization sets can be set",
};

/** @param spec the field's path, of which a part is there and holds no more */
export function failOnBlocked(scope: Scope, item: Item, spec: string, source: Source): void {
  const message = `${spec} of ${describeId(idOf(item))} leads through a value that is neither a mapping nor a list`;
  fail(scope, rule, message, source);
}

/** @param path a field that shall hold labels or annotations */
export function failOnHolder(scope: Scope, item: Item, path: Path, source: Source): void {
  fail(scope, rule, `${path.join(".")} of ${describeId(idOf(item))} is no mapping`, source);
}
