import type { RuleInfo } from "../../../../../core/rule.ts";
import { didYouMean } from "../../../../../core/suggest.ts";
import { describeId, idOf } from "../../../kustomize/item.ts";
import type { Item } from "../../../kustomize/item.ts";
import { failOnAbsence } from "../../../kustomize/scope.ts";
import type { Scope } from "../../../kustomize/scope.ts";
import type { Selector } from "../../../kustomize/selector.ts";
import { within } from "../../../kustomize/source.ts";
import type { Source } from "../../../kustomize/source.ts";
import { noteMatch } from "../../../kustomize/unmatched.ts";

export const rule: RuleInfo = {
  name: "kustomize/patch-target",
  severity: "error",
  summary: "A patch has an object to change",
};

/**
 * @param object a patch without a target, which is for the object that it names
 * @param matching how many objects that is
 */
export function failOnTarget(scope: Scope, object: Item, matching: number): void {
  const count = matching === 0 ? "no object" : `${matching} objects`;
  const wanted = `${describeId(idOf(object))} (${object.data["apiVersion"] ?? "no apiVersion"})`;
  const message = `${count} of this build is ${wanted}, which this patch is for`;
  failOnAbsence(scope, rule, message, object.source);
}

/** Notes whether a patch's target selects something; kustomize ignores a patch that has nothing to change. */
export function noteTarget(
  scope: Scope,
  selector: Selector,
  target: Source,
  items: readonly Item[],
  found: boolean,
): void {
  const field = namesOne(selector) ? "name" : "kind";
  const place = selector[field] === undefined ? target : within(target, field);
  noteMatch(scope, rule, place, found, () => describeMiss(selector, items));
}

/** A choice by kind alone is meant for all that there may be: only a kind that is probably misspelt is worth a word. */
function describeMiss(selector: Selector, items: readonly Item[]): string | undefined {
  const texts = Object.values(selector);
  if (texts.some((text) => text?.includes("${"))) return undefined;
  const ignored = "so the patch changes nothing";
  const kinds = new Set(items.map((item) => idOf(item).kind));
  const named = namesOne(selector);
  if (selector.kind !== undefined && /^\w+$/.test(selector.kind) && !kinds.has(selector.kind)) {
    const hint = didYouMean(selector.kind, kinds);
    if (hint !== "" || named)
      return `no object of this build is ${describe(selector)}, ${ignored}${hint}`;
  }
  if (!named) return undefined;
  const alike = items
    .map(idOf)
    .filter(({ kind }) => selector.kind === undefined || kind === selector.kind);
  const names =
    selector.name === undefined
      ? []
      : alike.map(({ name }) => name).filter((name) => name !== selector.name);
  return `no object of this build is ${describe(selector)}, ${ignored}${didYouMean(selector.name ?? "", names)}`;
}

/** Does the selector mean certain objects, rather than all of a kind or all but some? */
function namesOne({ name, labelSelector, annotationSelector }: Selector): boolean {
  const labels = [labelSelector, annotationSelector].filter((text) => text !== undefined);
  if (labels.some((text) => /!|\bnotin\b/.test(text))) return false;
  return (name !== undefined && !/^\^?\.[*+]\$?$/.test(name)) || labels.length > 0;
}

function describe({
  group,
  version,
  kind,
  name,
  namespace,
  labelSelector,
  annotationSelector,
}: Selector): string {
  const type = [group, version].filter((text) => text !== undefined).join("/");
  return [
    kind ?? "object",
    ...(name === undefined ? [] : [name]),
    ...(type === "" ? [] : [`of ${type}`]),
    ...(namespace === undefined ? [] : [`in namespace ${namespace}`]),
    ...(labelSelector === undefined ? [] : [`with labels ${labelSelector}`]),
    ...(annotationSelector === undefined ? [] : [`with annotations ${annotationSelector}`]),
  ].join(" ");
}
