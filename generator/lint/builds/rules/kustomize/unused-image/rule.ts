import type { RuleInfo } from "../../../../../core/rule.ts";
import { didYouMean } from "../../../../../core/suggest.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Source } from "../../../kustomize/source.ts";
import { noteMatch } from "../../../kustomize/unmatched.ts";

export const rule: RuleInfo = {
  name: "kustomize/unused-image",
  severity: "warning",
  summary: "An image that a kustomization changes is there",
};

/**
 * @param name the image that an entry of `images` names
 * @param names the images of all containers
 * @param isUsed does a container have it?
 */
export function noteImage(
  scope: Scope,
  name: string,
  names: ReadonlySet<string>,
  source: Source,
  isUsed: boolean,
): void {
  noteMatch(scope, rule, source, isUsed, () =>
    name.includes("${")
      ? undefined
      : `no container of this build has image ${name}, so this changes nothing${didYouMean(name, names)}`,
  );
}
