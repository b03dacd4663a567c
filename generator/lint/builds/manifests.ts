import type { Build } from "../../core/build.ts";
import type { Location } from "../../core/finding.ts";
import type { Path } from "../../core/path.ts";
import type { Resource } from "../../core/resource.ts";
import { findResources } from "../documents.ts";
import type { FolderTree } from "./tree.ts";

/** Objects that are applied as their files have them. */
export interface Plain {
  readonly resources: Resource[];
  readonly files: string[];
  readonly partial: Build["partial"][number][];
}

/** Reads the Kubernetes objects of files; items of lists count one by one, documents that are none are left out. */
export function readManifests(tree: FolderTree, files: readonly string[]): Plain {
  const plain: Plain = { resources: [], files: [], partial: [] };
  for (const file of files) {
    const parsed = tree.parse(file);
    if (!parsed) continue;
    plain.files.push(file);
    plain.resources.push(...findResources(parsed));
    for (const document of parsed.documents) {
      if (document.value === undefined)
        plain.partial.push({ reason: `${file} cannot be read`, at: document.locate([]) });
    }
  }
  return plain;
}

/** A value that an engine sets on an object, and where that is written. */
export interface Setting {
  readonly path: Path;
  readonly value: unknown;
  readonly at: (part?: "key" | "value") => Location;
}

/** @returns the resource with values set as an engine does when it applies it */
export function withSettings(resource: Resource, settings: readonly Setting[]): Resource {
  if (settings.length === 0) return resource;
  let { data } = resource;
  for (const { path, value } of settings) data = setAt(data, path, value);
  const namespace = settings.find(({ path }) => path.join(".") === "metadata.namespace")?.value;
  return {
    ...resource,
    ...(typeof namespace === "string" ? { id: { ...resource.id, namespace } } : {}),
    data,
    changed: true,
    locate(path, part) {
      const setting = settings.find(
        (other) =>
          other.path.length <= path.length && other.path.every((key, index) => key === path[index]),
      );
      return setting ? setting.at(part) : resource.locate(path, part);
    },
  };
}

function setAt(
  data: Readonly<Record<string, unknown>>,
  path: Path,
  value: unknown,
): Record<string, unknown> {
  const [key, ...rest] = path as [string, ...Path];
  const child = data[key];
  const inner =
    typeof child === "object" && child !== null ? (child as Record<string, unknown>) : {};
  return { ...data, [key]: rest.length === 0 ? value : setAt(inner, rest, value) };
}
