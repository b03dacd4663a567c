import type { Path } from "../core/path.ts";
import type { Entry, Node } from "./node.ts";
import { resolveScalar, toKey } from "./scalar.ts";

interface Place {
  readonly node: Node;
  /** The key that names the node; absent for the root and for list items. */
  readonly key?: Node;
}

/**
 * Finds where a value is written.
 *
 * A scalar, an alias and a flow collection are located as they stand. A block collection has no good mark of its own: it is located
 * at the key that names it, and where there is none (the root, a list item) at its first key. A value that is absent (`key:`) is
 * located at its key. Where the path leads nowhere, its nearest existing ancestor is located in the same way.
 * @param root the document's tree
 * @param path keys and indexes from the root
 * @param part the value, or the key that names it
 * @returns start and end offset
 */
export function findSpan(
  root: Node,
  path: Path,
  part: "key" | "value",
): { start: number; end: number } {
  let place: Place = { node: root };
  let found = 0;
  for (const step of path) {
    const next = descend(place.node, step);
    if (!next) break;
    place = next;
    found++;
  }
  if (part === "key" && place.key && found === path.length) return span(place.key);
  return spanOfValue(place);
}

function spanOfValue({ node, key }: Place): { start: number; end: number } {
  const isBlock = (node.kind === "mapping" || node.kind === "sequence") && !node.flow;
  if (!isBlock) return node.start === node.end && key ? span(key) : span(node);
  if (key) return span(key);
  const first = node.kind === "mapping" ? node.entries[0]?.key : node.items[0];
  if (!first) return span(node);
  return node.kind === "mapping" ? span(first) : { start: node.start, end: node.start + 1 };
}

function span(node: Node): { start: number; end: number } {
  return { start: node.start, end: node.end };
}

function descend(from: Node, step: string | number): Place | undefined {
  const node = dereference(from);
  if (node?.kind === "sequence") {
    const item = typeof step === "number" ? node.items[step] : undefined;
    return item && { node: item };
  }
  if (node?.kind !== "mapping") return undefined;
  return findEntry(node.entries, String(step), 0);
}

const MAX_MERGES = 100;

/** The last entry with the name counts; a merged mapping's entries lie where they are written. */
function findEntry(entries: readonly Entry[], name: string, merges: number): Place | undefined {
  for (const { key, value } of entries.toReversed()) {
    if (keyText(key) === name) return { node: value, key };
  }
  if (merges > MAX_MERGES) return undefined;
  for (const { key, value } of entries) {
    if (key.kind !== "scalar" || key.text !== "<<") continue;
    const sources = value.kind === "sequence" ? value.items : [value];
    for (const source of sources) {
      const target = dereference(source);
      const place =
        target?.kind === "mapping" ? findEntry(target.entries, name, merges + 1) : undefined;
      if (place) return place;
    }
  }
  return undefined;
}

function keyText(key: Node): string | undefined {
  const node = dereference(key);
  return node?.kind === "scalar" ? toKey(resolveScalar(node))?.text : undefined;
}

function dereference(node: Node | undefined): Node | undefined {
  let target = node;
  for (let steps = 0; target?.kind === "alias" && steps < MAX_MERGES; steps++)
    target = target.target;
  return target;
}
