import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../../../../core/resource.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { get, isSet } from "../../field.ts";

export const rule: Rule = {
  name: "kubernetes/duplicate-object",
  severity: "error",
  summary: "Nothing that one cluster gets is defined twice",
  scope: "build",
  check(context) {
    const ownersOf = findOwners(context);
    for (const [first, ...others] of groupByIdentity(context.resources())) {
      if (others.length === 0) continue;
      const shared = new Map<string, Resource[]>();
      for (const resource of [first, ...others])
        shared.set(placeOf(resource), [...(shared.get(placeOf(resource)) ?? []), resource]);
      for (const same of shared.values()) reportShared(context, same, ownersOf);
      for (const [resource] of [...shared.values()].slice(1))
        reportSecond(context, first, resource!, ownersOf);
    }
  },
};

type Owners = (resource: Resource) => Resource[];

/** One definition that several Kustomizations or Applications apply: that works as long as each makes the same of it. */
function reportShared(context: RuleContext, same: readonly Resource[], ownersOf: Owners): void {
  const owners = [...new Set(same.flatMap(ownersOf))];
  if (owners.length < 2) return;
  const agree = same.every(({ data }) =>
    isDeepStrictEqual(withoutMetadata(data), withoutMetadata(same[0]!.data)),
  );
  context.report({
    resource: same[0]!,
    path: ["metadata", "name"],
    ...(agree ? { severity: "warning" } : {}),
    message: `${describe(same[0]!)} is applied by ${listOwners(owners)}; ${agree ? "they take it from each other, and one that goes deletes it" : "they overwrite each other"}, let one of them apply it`,
    related: owners.slice(0, SHOWN).map((owner) => ({
      message: "what applies it",
      at: owner.locate(["metadata", "name"]),
    })),
  });
}

/** Labels and annotations say who applies an object. */
function withoutMetadata(data: Resource["data"]): Record<string, unknown> {
  const { metadata: _metadata, ...rest } = data;
  return rest;
}

/** Another definition: two engines' objects that say the same can live with each other, what one build says twice cannot. */
function reportSecond(
  context: RuleContext,
  first: Resource,
  second: Resource,
  ownersOf: Owners,
): void {
  const at = first.locate(["metadata", "name"]);
  const isApart = ownersOf(first).some((owner) => !ownersOf(second).includes(owner));
  const agree =
    isApart && ownersOf(second).length > 0 && isDeepStrictEqual(first.data, second.data);
  context.report({
    resource: second,
    path: ["metadata", "name"],
    ...(agree ? { severity: "warning" } : {}),
    message: `${describe(second)} is defined in ${at.file}:${at.line} already; ${agree ? "the two say the same, but removing one deletes it" : "the two overwrite each other"}, keep one`,
    related: [{ message: "the other definition", at }],
  });
}

/** @returns all that has one kind, namespace and name, as the API server sees it */
function groupByIdentity(resources: readonly Resource[]): [Resource, ...Resource[]][] {
  const groups = new Map<string, [Resource, ...Resource[]]>();
  for (const resource of resources) {
    const { name, namespace } = resource.id;
    if (name === "" || isSet(get({ path: [], value: resource.data }, "metadata", "generateName")))
      continue;
    const key = `${groupKindOf(resource.id)}\n${namespace ?? ""}\n${name}`;
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return [...groups.values()];
}

function describe({ id: { kind, name, namespace } }: Resource): string {
  return `${kind} "${name}"${namespace === undefined ? "" : ` in namespace "${namespace}"`}`;
}

const SHOWN = 3;

function listOwners(owners: readonly Resource[]): string {
  const named = owners.slice(0, SHOWN).map(({ id }) => `${id.kind} "${id.name}"`);
  const rest = owners.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function placeOf(resource: Resource): string {
  const { file, line, column } = resource.locate(["metadata", "name"]);
  return `${file}:${line}:${column}`;
}

/** @returns for each resource the Kustomizations and Applications whose builds have it */
function findOwners({ builds }: RuleContext): Owners {
  const sets = builds.flatMap(({ source, resources }) =>
    source ? [{ source, resources: new Set(resources) }] : [],
  );
  return (resource) =>
    sets.flatMap(({ source, resources }) => (resources.has(resource) ? [source] : []));
}
