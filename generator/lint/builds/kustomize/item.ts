import { asText, isMapping } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import { CLUSTER_SCOPED } from "./openapi-data.ts";
import { traceCopy, traceEntry } from "./source.ts";
import type { Source } from "./source.ts";

/** A Kubernetes object on its way through a kustomization. Its data is shared: change it with the functions below only. */
export interface Item {
  data: Record<string, unknown>;
  readonly source: Source;
  /** The data as its file has it; undefined for what a generator made. */
  original: Readonly<Record<string, unknown>> | undefined;
  /** Names that it had before, oldest first. */
  previous: readonly PreviousId[];
  prefixes: readonly string[];
  suffixes: readonly string[];
  /** Made by a generator: its name gets a hash of its content at the end. */
  hashed: boolean;
  behavior: "create" | "merge" | "replace";
  /** vars whose value is read from it. */
  variables: readonly string[];
  /** Labels that kustomize keeps as one node: it adds a label to all its places at once, and changing one later changes all. */
  linked: readonly (readonly Path[])[];
  /** Containers that belong to this item alone and may be changed in place. */
  owned: Set<object> | undefined;
}

export interface PreviousId {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

export interface Id {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** As written; empty when there is none. */
  readonly namespace: string;
}

const clusterScoped = new Set(CLUSTER_SCOPED);
/** What kustomize writes for the namespace of a cluster-scoped object. */
export const NO_NAMESPACE = "_non_namespaceable_";

export function createItem(data: Record<string, unknown>, source: Source): Item {
  return {
    data,
    source,
    original: data,
    previous: [],
    prefixes: [],
    suffixes: [],
    hashed: false,
    behavior: "create",
    variables: [],
    linked: [],
    owned: undefined,
  };
}

/** @returns a copy that can be changed without the original noticing */
export function branchItem(item: Item): Item {
  return { ...item, owned: undefined };
}

export function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : value === null || value === undefined
      ? ""
      : asText(value);
}

export function kindOf(item: Item): string {
  return textOf(item.data["kind"]);
}

export function metadataOf(item: Item): Record<string, unknown> {
  const metadata = item.data["metadata"];
  return isMapping(metadata) ? metadata : {};
}

export function nameOf(item: Item): string {
  return textOf(metadataOf(item)["name"]);
}

export function namespaceOf(item: Item): string {
  return textOf(metadataOf(item)["namespace"]);
}

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return slash < 0
    ? { group: "", version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function idOf(item: Item): Id {
  const { group, version } = splitApiVersion(textOf(item.data["apiVersion"]));
  const metadata = metadataOf(item);
  return {
    group,
    version,
    kind: kindOf(item),
    name: textOf(metadata["name"]),
    namespace: textOf(metadata["namespace"]),
  };
}

export function isClusterScoped(id: Pick<Id, "group" | "version" | "kind">): boolean {
  return clusterScoped.has(`${id.group === "" ? "" : `${id.group}/`}${id.version}/${id.kind}`);
}

/** @returns the namespace as kustomize compares it: `default` and none are the same, cluster-scoped kinds have one of their own */
export function effectiveNamespace(id: Id): string {
  if (isClusterScoped(id)) return NO_NAMESPACE;
  return id.namespace === "" ? "default" : id.namespace;
}

/** @returns a text that is equal for ids that kustomize takes for the same */
export function keyOf(id: Id): string {
  return `${id.group}/${id.version}/${id.kind}|${effectiveNamespace(id)}|${id.name}`;
}

/** @returns the keys of every name that the item has or had */
export function allKeysOf(item: Item): string[] {
  const id = idOf(item);
  const keys = [keyOf(id)];
  for (const { kind, name, namespace } of item.previous) {
    keys.push(
      `${id.group}/${id.version}/${kind}|${namespace === "" ? "default" : namespace}|${name}`,
    );
  }
  return keys;
}

/** @returns the id that the item was read with */
export function originalIdOf(item: Item): Id {
  const id = idOf(item);
  const first = item.previous[0];
  return first ? { ...id, ...first } : id;
}

/** @returns an id for people: `Deployment web in namespace shop` */
export function describeId(id: Id): string {
  return `${id.kind} ${id.name}${id.namespace === "" || id.namespace === NO_NAMESPACE ? "" : ` in namespace ${id.namespace}`}`;
}

/** Remembers the present name before it is changed. */
export function storePreviousId(item: Item): void {
  const id = idOf(item);
  item.previous = [
    ...item.previous,
    { kind: id.kind, name: id.name, namespace: effectiveNamespace(id) },
  ];
}

type Container = Record<string, unknown> | unknown[];

/** @returns the container at a path, now the item's own; mappings on the way are made where there is none */
export function ownContainer(item: Item, path: Path, source: Source): Container {
  item.owned ??= new Set();
  let container: Container = own(item.owned, item.data);
  item.data = container as Record<string, unknown>;
  for (const key of path) {
    const child: unknown = (container as Record<string | number, unknown>)[key];
    let next: Container;
    if (typeof child === "object" && child !== null) next = own(item.owned, child as Container);
    else {
      next = {};
      traceCopy(next, undefined);
      item.owned.add(next);
      traceEntry(container, key, source);
    }
    (container as Record<string | number, unknown>)[key] = next;
    container = next;
  }
  return container;
}

function own(owned: Set<object>, container: Container): Container {
  if (owned.has(container)) return container;
  const copy = Array.isArray(container) ? [...container] : { ...container };
  traceCopy(copy, container);
  owned.add(copy);
  return copy;
}

/** Sets a value; source says what wrote it. */
export function setValue(item: Item, path: Path, value: unknown, source: Source): void {
  const container = ownContainer(item, path.slice(0, -1), source) as Record<
    string | number,
    unknown
  >;
  const key = path.at(-1)!;
  container[key] = value;
  traceEntry(container, key, source);
}

export function removeKey(item: Item, path: Path, source: Source): void {
  delete (ownContainer(item, path.slice(0, -1), source) as Record<string, unknown>)[path.at(-1)!];
}
