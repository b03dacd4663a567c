import type { Location } from "../../../core/finding.ts";
import { didYouMean } from "../../../core/suggest.ts";
import { idOf } from "./item.ts";
import type { Item } from "./item.ts";
import { problem } from "./problem.ts";
import type { Scope } from "./scope.ts";
import type { Selector } from "./selector.ts";
import { locateSource, within } from "./source.ts";
import type { Source } from "./source.ts";

/** @returns what stands for a place in the set of places that matched */
export function placeKey({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/**
 * Notes whether something that kustomize ignores without a match has one. A Component is rendered into several builds: what matches
 * in one of them is no mistake, and neither is what could match in a part that cannot be rendered or is still to come.
 * @param source what names the objects
 * @param message makes the finding's message; undefined where nothing is to be said
 */
export function noteMatch(
  scope: Scope,
  rule: string,
  source: Source,
  found: boolean,
  message: () => string | undefined,
): void {
  const at = locateSource(source);
  if (found || scope.partial.length + scope.empty.size > 0) {
    scope.matched.add(placeKey(at));
    return;
  }
  const text = message();
  if (text !== undefined) scope.warnings.push({ ...problem(rule, text, at), severity: "warning" });
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
  noteMatch(scope, "patch-target", place, found, () => describeMiss(selector, items));
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
