import { isMapping, listOf } from "../../../core/json.ts";
import { valueAt } from "../../../core/path.ts";
import type { Path } from "../../../core/path.ts";
import { findFields, selects, splitSpecPath } from "./field-specs.ts";
import type { Config, ReferenceSpec } from "./field-specs.ts";
import {
  describeId,
  effectiveNamespace,
  idOf,
  isClusterScoped,
  nameOf,
  namespaceOf,
  originalIdOf,
  setValue,
  textOf,
} from "./item.ts";
import type { Id, Item } from "./item.ts";
import { failOnAmbiguity } from "../rules/kustomize/ambiguous-reference/rule.ts";
import type { Scope } from "./scope.ts";
import { within } from "./source.ts";

interface Candidate {
  readonly item: Item;
  readonly id: Id;
  readonly previous: readonly Id[];
}

/**
 * Lets the fields that hold names of other objects follow where these were renamed (kustomize's name reference transformer).
 * @param items every object of the build; changed in place
 */
export function fixReferences(scope: Scope, config: Config, items: readonly Item[]): void {
  const byName = indexCandidates(items);
  if (byName.size === 0) return;
  for (const item of items) {
    const original = originalIdOf(item);
    for (const reference of config.nameReference) {
      for (const spec of reference.referrers) {
        if (!selects(spec, original.group, original.version, original.kind)) continue;
        for (const path of findFields(item.data, splitSpecPath(spec.path), false).paths)
          fixField(scope, item, path, spec.path, reference, byName);
      }
    }
  }
}

/** Objects that were renamed or put into a namespace, under each of their former names, with their namesakes. */
function indexCandidates(items: readonly Item[]): Map<string, Candidate[]> {
  const byName = new Map<string, Candidate[]>();
  const changed = new Set<string>();
  for (const item of items) {
    if (item.previous.length === 0) continue;
    const id = idOf(item);
    const candidate = {
      item,
      id,
      previous: item.previous.map((previous) => ({ ...id, ...previous })),
    };
    for (const name of new Set(item.previous.map((previous) => previous.name))) {
      const known = byName.get(name);
      if (known) known.push(candidate);
      else byName.set(name, [candidate]);
      if (name !== id.name || id.namespace !== "") changed.add(name);
    }
  }
  for (const name of byName.keys()) if (!changed.has(name)) byName.delete(name);
  return byName;
}

function fixField(
  scope: Scope,
  item: Item,
  path: Path,
  spec: string,
  reference: ReferenceSpec,
  byName: Map<string, Candidate[]>,
): void {
  const value = valueAt(item.data, path);
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    value.forEach((_, index) => fixField(scope, item, [...path, index], spec, reference, byName));
    return;
  }
  const name = isMapping(value) ? value["name"] : value;
  const candidates = byName.get(textOf(name));
  if (!candidates || name === undefined || name === null) return;
  const referrer = idOf(item);
  let possible = candidates.filter((candidate) => mayReferTo(item, referrer, candidate));
  if (isMapping(value) && Object.hasOwn(value, "namespace"))
    possible = inNamespace(possible, textOf(value["namespace"]));
  const found = selectReferral(item, referrer, possible, spec, reference, isMapping(value));
  if (found === undefined) return;
  if (typeof found === "string") {
    failOnAmbiguity(scope, item, path, found);
    return;
  }
  const target = found.item;
  const source = within(target.source, "metadata", "name");
  if (!isMapping(value)) {
    if (nameOf(target) !== value) setValue(item, path, nameOf(target), source);
    return;
  }
  if (nameOf(target) !== name) setValue(item, [...path, "name"], nameOf(target), source);
  if (namespaceOf(target) !== "" && namespaceOf(target) !== value["namespace"]) {
    setValue(
      item,
      [...path, "namespace"],
      namespaceOf(target),
      within(target.source, "metadata", "namespace"),
    );
  }
}

/** A cluster-scoped object may refer to anything; a namespaced one to its namespace and to what is cluster-scoped. */
function mayReferTo(item: Item, referrer: Id, { id }: Candidate): boolean {
  if (
    isClusterScoped(referrer) ||
    isClusterScoped(id) ||
    effectiveNamespace(referrer) === effectiveNamespace(id)
  )
    return true;
  if (referrer.kind !== "RoleBinding") return false;
  return listOf(item.data["subjects"]).some(
    (subject) =>
      isMapping(subject) &&
      subject["kind"] === "ServiceAccount" &&
      subject["namespace"] === id.namespace,
  );
}

function inNamespace(candidates: readonly Candidate[], namespace: string): Candidate[] {
  const originally = candidates.filter(
    ({ item, id }) => !isClusterScoped(id) && effectiveNamespace(originalIdOf(item)) === namespace,
  );
  if (originally.length > 0) return originally;
  return candidates.filter(
    ({ id }) => !isClusterScoped(id) && effectiveNamespace(id) === namespace,
  );
}

function selectReferral(
  item: Item,
  referrer: Id,
  possible: readonly Candidate[],
  spec: string,
  reference: ReferenceSpec,
  withNamespace: boolean,
): Candidate | string | undefined {
  const roleRef = spec.endsWith("roleRef/name") ? item.data["roleRef"] : undefined;
  let candidates = possible.filter(
    ({ id, previous }) =>
      previous.some((old) => selects(reference, old.group, old.version, old.kind)) &&
      (!isMapping(roleRef) ||
        roleRef["apiGroup"] === undefined ||
        roleRef["kind"] === undefined ||
        previous.some(
          (old) =>
            old.group === textOf(roleRef["apiGroup"]) && old.kind === textOf(roleRef["kind"]),
        )) &&
      (isClusterScoped(referrer) ||
        isClusterScoped(id) ||
        id.kind === "ServiceAccount" ||
        effectiveNamespace(referrer) === effectiveNamespace(id)),
  );
  if (candidates.length === 1) return candidates[0];
  candidates = candidates.filter((candidate) => sameAffixes(item, candidate.item, true));
  if (candidates.length > 1)
    candidates = candidates.filter((candidate) => sameAffixes(item, candidate.item, false));
  if (candidates.length < 2) return candidates[0];
  const [first] = candidates;
  const same = candidates.every(
    ({ id }) =>
      id.name === first!.id.name && (!withNamespace || id.namespace === first!.id.namespace),
  );
  return same ? first : candidates.map(({ id }) => describeId(id)).join(" or ");
}

function sameAffixes(one: Item, other: Item, allowEmpty: boolean): boolean {
  return (["prefixes", "suffixes"] as const).every((field) => {
    if (one[field].length === 0 || other[field].length === 0)
      return allowEmpty || one[field].length === other[field].length;
    const size = Math.min(one[field].length, other[field].length);
    return one[field].slice(-size).join("\0") === other[field].slice(-size).join("\0");
  });
}
