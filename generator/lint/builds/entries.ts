import type { Build, World } from "../../core/build.ts";
import { isMapping, listOf } from "../../core/json.ts";
import type { Finding } from "../../core/finding.ts";
import type { Resource } from "../../core/resource.ts";
import { sourceKey } from "../documents.ts";
import { isFluxKustomization } from "./flux.ts";
import { isInside } from "./kustomize/load.ts";

/** An entry with all that it leads to. */
export interface Explored {
  readonly first: Build;
  /** Is the first build the bootstrap of one that applies it too? */
  readonly managesItself: boolean;
  readonly world: World;
  /** What is wrong with its builds; nobody is told of an entry that turns out to be a part of another. */
  readonly problems: readonly Finding[];
}

/** Drops what another entry leads to: first entries that do not manage themselves. */
export function keepOutermost(explored: readonly Explored[]): Explored[] {
  const kept = new Set(explored);
  const files = new Map(
    explored.map((one) => [one, new Set(one.world.builds.flatMap((build) => build.files))]),
  );
  for (const candidate of explored.toSorted(
    (one, other) => Number(one.managesItself) - Number(other.managesItself),
  )) {
    const inside = [...kept].some(
      (other) =>
        other !== candidate &&
        candidate.first.files.length > 0 &&
        candidate.first.files.every((file) => files.get(other)!.has(file)),
    );
    if (inside) kept.delete(candidate);
  }
  return explored.filter((one) => kept.has(one));
}

/** An entry in a folder that an engine applies for another one, and that this leaves out, is switched off: nothing is known to apply it. */
export function markLeftOut(explored: readonly Explored[]): World[] {
  return explored.map(({ first, managesItself, world }) => {
    const isLeftOut = explored.some(
      (other) =>
        other.world !== world &&
        other.world.builds.some(
          ({ root, source }) => source && root !== "." && isInside(first.root, root),
        ),
    );
    const [entry, ...others] = world.builds;
    return isLeftOut && !managesItself && entry
      ? { ...world, builds: [markUnused(entry), ...others] }
      : world;
  });
}

/** Why a build counts as a part where nothing is missing from it. */
export const UNAPPLIED = "nothing here applies it";

/** Where engines apply the rest of a repository, what they leave alone is an archive, a sample or applied from elsewhere. */
export function markUnused(build: Build): Build {
  const at = build.resources[0]?.locate([]) ?? { file: build.root, line: 1, column: 1 };
  return { ...build, partial: [...build.partial, { reason: UNAPPLIED, at }] };
}

/**
 * Nobody knows how an entry is applied, or whether all of it is: a plain one is taken with all folders below it, a kustomization with all
 * that it lists. What one of its own children applies from there is the child's.
 */
export function withoutCovered([first, ...children]: readonly Build[]): Build[] {
  if (first === undefined) return [];
  if (first.engine === "kustomize") {
    const applied = new Set(children.flatMap(({ resources }) => resources.map(nameOrigin)));
    const resources = first.resources.filter((resource) => !applied.has(nameOrigin(resource)));
    return [{ ...first, resources }, ...children];
  }
  const covered = new Set(children.flatMap((build) => build.files));
  return [
    {
      ...first,
      files: first.files.filter((file) => !covered.has(file)),
      resources: first.resources.filter((resource) => !covered.has(resource.file)),
    },
    ...children,
  ];
}

/** @returns what is the same for one object that two builds take from one place */
function nameOrigin(resource: Resource): string {
  const { namespace, name } = resource.id;
  return `${sourceKey(resource)}\n${namespace ?? ""}\n${name}`;
}

/**
 * Where a Flux Kustomization patches all those below it, each of them leaves out what the patch gives.
 * @returns files of entries that no such Kustomization leads to: what is switched off for now
 */
export function findUncompleted(worlds: readonly World[]): string[] {
  const completes = ({ source }: Build): boolean => {
    const spec = source && isFluxKustomization(source) ? source.data["spec"] : undefined;
    return listOf(isMapping(spec) ? spec["patches"] : []).some(
      (patch) =>
        isMapping(patch) &&
        isMapping(patch["target"]) &&
        patch["target"]["kind"] === "Kustomization",
    );
  };
  if (!worlds.some(({ builds }) => builds.some(completes))) return [];
  const others = worlds.filter(({ builds }) => !builds.some(completes));
  return others
    .flatMap(({ builds }) => builds.filter(({ source }) => !source))
    .flatMap(({ files }) => files);
}
