import type { RuleInfo } from "../../../../../core/rule.ts";
import { fail, failOnAbsence } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import { locateSource, within } from "../../../kustomize/source.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-variable",
  severity: "error",
  summary: "An entry of vars names a value",
};

/** @param first where a variable of this name is defined already */
export function failOnSecond(scope: Scope, name: string, source: Source, first: Source): void {
  fail(scope, rule, `var ${name} is defined twice`, source, [
    { message: "also here", at: locateSource(first) },
  ]);
}

/** @param matching how many objects the variable's objref names */
export function failOnSeveral(scope: Scope, name: string, matching: number, source: Source): void {
  fail(scope, rule, `var ${name} could mean ${matching} objects`, within(source, "objref"));
}

export function failOnNoValue(scope: Scope, name: string, source: Source): void {
  const message = `var ${name} has no value: nothing in this build is what its objref and fieldref name`;
  failOnAbsence(scope, rule, message, source);
}
