import type { Location } from "./finding.ts";
import type { Path } from "./path.ts";

export interface ResourceId {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** A Kubernetes object together with the way back to the file that it came from. */
export interface Resource {
  readonly id: ResourceId;
  /** The object as JSON. An integer that a double cannot hold is a bigint. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The file and the document in it (from 0) that the object starts in. */
  readonly file: string;
  readonly document: number;
  /** Where in that document the object lies, when it is an item of a List; absent for the document itself. */
  readonly at?: Path;
  /** Did a build change it, so that it differs from what its file says? Absent on what a file says itself. */
  readonly changed?: boolean;
  /**
   * Finds the source of a value, through patches too.
   * @param path the value; where it does not exist, its nearest existing ancestor is located
   * @param part the whole value (default) or the key that names it
   */
  locate(path: Path, part?: "key" | "value"): Location;
}

/** Kind and group as Kubernetes writes them: `VirtualService.networking.istio.io`, and `Service` in the core group. */
export type GroupKind = string;

/**
 * @param apiVersion such as `networking.istio.io/v1`, or `v1` for the core group
 * @returns the group, empty for the core group
 */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.lastIndexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** @returns the version of an apiVersion: `v1` of `networking.istio.io/v1` */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.lastIndexOf("/") + 1);
}

export function groupKindOf(id: Pick<ResourceId, "apiVersion" | "kind">): GroupKind {
  const group = groupOf(id.apiVersion);
  return group === "" ? id.kind : `${id.kind}.${group}`;
}

/** @returns the namespace that an object is applied to: `default` where its file says none, and nothing else is told */
export function namespaceOf({ namespace }: { readonly namespace?: string | undefined }): string {
  return namespace ?? "default";
}

/** Would the cluster take both for one object, the later replacing the earlier? Then they are alternatives, not rivals. */
export function isSameObject(left: Resource, right: Resource): boolean {
  if (left === right) return true;
  return (
    left.id.name === right.id.name &&
    left.id.namespace === right.id.namespace &&
    groupKindOf(left.id) === groupKindOf(right.id)
  );
}
