import type { Path } from "../../../../../core/path.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { fail } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/bad-replacement",
  severity: "error",
  summary: "A replacement says from where to where",
};

export function failOnParts(scope: Scope, source: Source): void {
  fail(scope, rule, "a replacement needs a source and targets", source);
}

export function failOnSourceShape(scope: Scope, source: Source): void {
  fail(scope, rule, "source must be a mapping", source);
}

export function failOnTargetShape(scope: Scope, source: Source): void {
  fail(scope, rule, "a target must select objects", source);
}

/** The value that a part is taken from has too few of them. */
export function failOnPart(
  scope: Scope,
  fieldPath: string,
  index: number,
  delimiter: string,
  source: Source,
): void {
  fail(scope, rule, `${fieldPath} has no part ${index} between '${delimiter}'`, source);
}

/** @param fault why the path of a target cannot be followed */
export function failOnFieldPath(scope: Scope, fault: string, source: Source): void {
  fail(scope, rule, fault, source);
}

/** @param path a field that holds more than a text, of which no part can be set */
export function failOnDelimiter(scope: Scope, path: Path, source: Source): void {
  const message = `delimiter needs a single value, and ${path.join(".")} is none`;
  fail(scope, rule, message, source);
}
