import type { Finding } from "../../../core/finding.ts";
import type { Build } from "../../../core/build.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import type { FolderTree } from "../tree.ts";
import { problem } from "./problem.ts";
import type { Source } from "./source.ts";
import { locateSource } from "./source.ts";

/** What rendering one kustomization reads and finds wrong. */
export interface Scope {
  readonly tree: FolderTree;
  /** Must files lie inside the kustomization's folder? So for kustomize and Argo CD; Flux allows the whole repository. */
  readonly restrict: boolean;
  readonly problems: Finding[];
  /** What kustomize ignores without a word. */
  readonly warnings: Finding[];
  /** Places of selectors that selected something, or may have, in some render. */
  readonly matched: Set<string>;
  readonly partial: Build["partial"][number][];
  /** Files among the resources that hold no object yet, such as the gotk-components.yaml that bootstrap fills. */
  readonly empty: Set<string>;
  readonly files: Set<string>;
  /** What is named and is not there. */
  readonly absent: Set<string>;
}

/** Reports what `kustomize build` would fail with. What can be rendered still is, but nothing may be concluded from absence. */
export function fail(
  scope: Scope,
  rule: RuleInfo,
  message: string,
  source: Source,
  related?: Finding["related"],
): void {
  const at = locateSource(source);
  scope.problems.push(problem(rule, message, at, related));
  scope.partial.push({ reason: `kustomize build fails: ${message}`, at });
}

/** Notes a part that cannot be rendered from the files alone. */
export function leaveOut(scope: Scope, reason: string, source: Source): void {
  scope.partial.push({ reason, at: locateSource(source) });
}

/** As fail, for something that is not there; where a part was left out, it can be in that part. */
export function failOnAbsence(scope: Scope, rule: RuleInfo, message: string, source: Source): void {
  if (scope.partial.length > 0) leaveOut(scope, message, source);
  else fail(scope, rule, message, source);
}
