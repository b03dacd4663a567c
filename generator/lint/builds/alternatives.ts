import { posix } from "node:path";
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
 * Takes a folder apart that nothing refers to and whose files, or folders, define the same objects: they are samples, variants or one-off
 * jobs that are applied one at a time. Each is judged by itself then, as a part of something larger.
 * @param build the folder as if all of it were applied
 * @param start makes the build of some of its files
 * @param by what is applied at once
 * @returns the folder's build where no object is in two of them; else one of each, and one finding that names the first such object
 */
export function splitAlternatives(
  build: Build,
  start: (files: readonly string[]) => Build,
  by: "file" | "folder" = "file",
): Alternatives {
  const groupOf = (file: string) => (by === "file" ? file : posix.dirname(file));
  const repeated = findRepeated(build.resources, groupOf);
  if (!repeated) return { builds: [build], findings: [] };
  const [first, second] = repeated;
  const at = first.locate(["metadata", "name"]);
  const reason = `${build.root} defines ${first.id.kind} "${first.id.name}" in several ${by}s, so they are not applied together`;
  const finding: Finding = {
    rule: duplicateObject.name,
    severity: "info",
    message: `${second.id.kind} "${second.id.name}" is defined in ${at.file}:${at.line} too; nothing here applies the two together, so each ${by === "file" ? "file of this folder" : "folder"} is judged by itself`,
    at: second.locate(["metadata", "name"]),
    path: ["metadata", "name"],
    resource: second.id,
    related: [{ message: "the other definition", at }],
  };
  const groups = new Map<string, string[]>();
  for (const file of build.files)
    groups.set(groupOf(file), [...(groups.get(groupOf(file)) ?? []), file]);
  const builds = [...groups.values()].map((files): Build => {
    const alone = start(files);
    return { ...alone, partial: [...alone.partial, { reason, at }] };
  });
  return { builds, findings: [finding] };
}

/** @returns the first two definitions of one object that are not applied at once */
function findRepeated(
  resources: readonly Resource[],
  groupOf: (file: string) => string,
): [Resource, Resource] | undefined {
  const seen = new Map<string, Resource>();
  for (const resource of resources) {
    const { name, namespace } = resource.id;
    const key = `${groupKindOf(resource.id)}\n${namespace ?? ""}\n${name}`;
    const other = seen.get(key);
    if (other && groupOf(other.file) !== groupOf(resource.file) && name !== "")
      return [other, resource];
    if (!other) seen.set(key, resource);
  }
  return undefined;
}
