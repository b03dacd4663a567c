import type { Build } from "../../core/build.ts";
import type { Finding } from "../../core/finding.ts";
import { groupKindOf } from "../../core/resource.ts";
import type { Resource } from "../../core/resource.ts";
import { rule as duplicateObject } from "../rules/kubernetes/duplicate-object/rule.ts";

/** Builds of one folder that exclude each other, and what to say of that. */
export interface Alternatives {
  readonly builds: Build[];
  readonly findings: Finding[];
}

/**
 * Takes a folder apart that nothing refers to and whose files define the same objects: they are samples, variants or one-off jobs that
 * are applied one at a time. Each file is judged by itself then, as a part of something larger.
 * @param build the folder as if all of it were applied
 * @param start makes the build of some of its files
 * @returns the folder's build where no object is in two files; else one a file, and one finding that names the first such object
 */
export function splitAlternatives(
  build: Build,
  start: (files: readonly string[]) => Build,
): Alternatives {
  const repeated = findRepeated(build.resources);
  if (!repeated) return { builds: [build], findings: [] };
  const [first, second] = repeated;
  const at = first.locate(["metadata", "name"]);
  const reason = `${build.root} defines ${first.id.kind} "${first.id.name}" in several files, so they are not applied together`;
  const finding: Finding = {
    rule: duplicateObject.name,
    severity: "info",
    message: `${second.id.kind} "${second.id.name}" is defined in ${at.file}:${at.line} too; nothing here applies the two together, so each file of this folder is judged by itself`,
    at: second.locate(["metadata", "name"]),
    path: ["metadata", "name"],
    resource: second.id,
    related: [{ message: "the other definition", at }],
  };
  const builds = build.files.map((file): Build => {
    const alone = start([file]);
    return { ...alone, partial: [...alone.partial, { reason, at }] };
  });
  return { builds, findings: [finding] };
}

/** @returns the first two definitions of one object that are in different files */
function findRepeated(resources: readonly Resource[]): [Resource, Resource] | undefined {
  const seen = new Map<string, Resource>();
  for (const resource of resources) {
    const { name, namespace } = resource.id;
    const key = `${groupKindOf(resource.id)}\n${namespace ?? ""}\n${name}`;
    const other = seen.get(key);
    if (other && other.file !== resource.file && name !== "") return [other, resource];
    if (!other) seen.set(key, resource);
  }
  return undefined;
}
