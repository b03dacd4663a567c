import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { fail, failOnAbsence } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import { locateSource } from "../../../kustomize/source.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-generator",
  severity: "error",
  summary: "A ConfigMap or Secret can be generated",
};

/** @param fault why a generator's entry makes no object */
export function failOnEntry(scope: Scope, fault: string, source: Source): void {
  fail(scope, rule, fault, source);
}

/** @param matching how many objects a generated one could be merged into */
export function failOnSeveral(scope: Scope, item: Item, matching: number): void {
  const message = `${matching} objects of this build could be ${describeId(idOf(item))}`;
  fail(scope, rule, message, item.source);
}

/** @param item what is generated to change an object that is not there */
export function failOnNothing(scope: Scope, item: Item): void {
  const message = `there is no ${describeId(idOf(item))} to ${item.behavior}`;
  failOnAbsence(scope, rule, message, item.source);
}

/** @param old the object that has the name of the generated one */
export function failOnTaken(scope: Scope, item: Item, old: Item): void {
  const message = `${describeId(idOf(item))} exists already: set behavior to merge or replace`;
  fail(scope, rule, message, item.source, [{ message: "also here", at: locateSource(old.source) }]);
}
