import { dirname } from "node:path/posix";
import type { World } from "../core/build.ts";
import { groupKindOf } from "../core/resource.ts";
import { UNAPPLIED } from "./builds/entries.ts";
import type { IsExternal } from "./context.ts";

const ABANDONED = /(^|\/)[._]?(archived?|attic|deprecated|disabled|old|unused)(\/|$)/i;

/**
 * Finds what a world may count on although it does not apply it: where an engine applies the repository, what is applied by hand, such as
 * a Secret of the bootstrap; where none does, what the kustomizations and folders beside, above and below it make, unless they are variants of it.
 * @param worlds of the whole repository
 * @returns for a world, whether something of that kind and name is made nearby
 */
export function findNeighbours(worlds: readonly World[]): (world: World) => IsExternal {
  let makers: Map<string, World[]> | undefined;
  return (world) => (reference) =>
    ((makers ??= indexMakers(worlds)).get(keyOf(reference)) ?? []).some((other) =>
      isNear(world, other),
    );
}

function indexMakers(worlds: readonly World[]): Map<string, World[]> {
  const makers = new Map<string, World[]>();
  for (const world of worlds) {
    const resources = world.builds.flatMap((build) => build.resources);
    for (const { id } of resources) {
      const key = keyOf({ ...id, kind: groupKindOf(id) });
      const known = makers.get(key);
      if (!known) makers.set(key, [world]);
      else if (known.at(-1) !== world) known.push(world);
    }
  }
  return makers;
}

function keyOf({ kind, namespace, name }: Parameters<IsExternal>[0]): string {
  return `${kind}\n${namespace ?? ""}\n${name}`;
}

function isNear(world: World, other: World): boolean {
  if (world === other || ABANDONED.test(other.entry)) return false;
  if (isByHand(other)) return true;
  if (!isPlain(world) || !isPlain(other) || !areBeside(world.entry, other.entry)) return false;
  const files = new Set(world.builds.flatMap((build) => build.files));
  return !other.builds.some((build) => build.files.some((file) => files.has(file)));
}

/** Are two folders in one, or is one the parent of the other? */
function areBeside(one: string, other: string): boolean {
  const [above, aboveOther] = [dirname(one), dirname(other)];
  return above === aboveOther || above === other || aboveOther === one;
}

/** Does no engine apply it, where engines apply others? */
function isByHand({ builds }: World): boolean {
  return builds.every(({ partial }) => partial.some(({ reason }) => reason === UNAPPLIED));
}

function isPlain({ builds }: World): boolean {
  return builds.every(({ engine }) => engine === "kustomize" || engine === "plain");
}
