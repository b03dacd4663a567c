import type { Build, World } from "../../core/build.ts";
import { isMapping, listOf } from "../../core/json.ts";
import type { Resource } from "../../core/resource.ts";
import { sourceKey } from "../documents.ts";
import { isFluxKustomization } from "./flux.ts";

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
