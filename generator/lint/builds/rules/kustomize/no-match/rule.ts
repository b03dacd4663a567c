import type { RuleInfo } from "../../../../../core/rule.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { failOnAbsence } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/no-match",
  severity: "error",
  summary: "Replicas and replacements have something to change",
};

/** @param name what an entry of `replicas` names */
export function failOnReplicas(scope: Scope, name: string, source: Source): void {
  const message = `replicas names ${name}, and no Deployment, StatefulSet, ReplicaSet or ReplicationController of this build has that name`;
  failOnAbsence(scope, rule, message, source);
}

/** @param matching how many objects the source of a replacement selects */
export function failOnSource(scope: Scope, matching: number, source: Source): void {
  const count = matching === 0 ? "no object" : `${matching} objects`;
  const message = `the source of this replacement selects ${count} of this build`;
  failOnAbsence(scope, rule, message, source);
}

/** @param field one that a replacement reads or sets, and that the object lacks */
export function failOnField(scope: Scope, item: Item, field: string, source: Source): void {
  failOnAbsence(scope, rule, `${describeId(idOf(item))} has no ${field}`, source);
}
