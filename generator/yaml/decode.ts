import type { AliasNode, MappingNode, Node, ScalarNode, SequenceNode } from "./node.ts";
import type { DecodeProblem, NodeProblem } from "./problem.ts";
import { describeBomb, describeLoop, isBomb } from "./rules/alias-bomb/rule.ts";
import { describeBadKey } from "./rules/bad-key/rule.ts";
import { describeBadMerge } from "./rules/bad-merge/rule.ts";
import { describeBadTag } from "./rules/bad-tag/rule.ts";
import { describeDuplicate } from "./rules/duplicate-key/rule.ts";
import { describeCollision } from "./rules/key-collision/rule.ts";
import { describeNonFinite } from "./rules/non-finite/rule.ts";
import { describeUnknownAnchor } from "./rules/unknown-anchor/rule.ts";
import { resolveScalar, toKey } from "./scalar.ts";
import type { Key } from "./scalar.ts";

export interface Decoded {
  readonly value: unknown;
  readonly problems: readonly DecodeProblem[];
}

interface State {
  readonly problems: DecodeProblem[];
  readonly path: (string | number)[];
  /** Aliases that are being expanded. */
  readonly open: Set<AliasNode>;
  decoded: number;
  fromAliases: number;
  aliasDepth: number;
  /** Set when go-yaml would give the document up; nothing more is read then. */
  refused: boolean;
}

/** What a mapping holds so far: by Go's typed key, and by the string that it becomes. */
interface Seen {
  readonly typed: Map<string, Node>;
  readonly named: Map<string, Node>;
  /** Keys of typed that `<<` brought. */
  readonly merged: Set<string>;
}

/**
 * Turns a tree into JSON data as sigs.k8s.io/yaml does (go-yaml v2's decode.go, then convertToJSONableObject): scalars by YAML 1.1,
 * keys to strings, merge keys, aliases expanded within go-yaml's limits. Of duplicate keys the last one counts, as in kubectl.
 * @param root the document's tree
 * @returns the data, and all that strict decoding refuses
 */
export function decode(root: Node): Decoded {
  const state: State = {
    problems: [],
    path: [],
    open: new Set(),
    decoded: 1,
    fromAliases: 0,
    aliasDepth: 0,
    refused: false,
  };
  const value = read(state, root);
  return { value: state.refused ? undefined : value, problems: state.problems };
}

function read(state: State, node: Node): unknown {
  if (!count(state, node)) return null;
  switch (node.kind) {
    case "scalar":
      return readScalar(state, node);
    case "sequence":
      return readSequence(state, node);
    case "mapping": {
      const data = {};
      readMapping(state, node, data, { typed: new Map(), named: new Map(), merged: new Set() });
      return data;
    }
    case "alias":
      return readAlias(state, node, (target) => read(state, target));
  }
}

/** @returns false where go-yaml would stop */
function count(state: State, node: Node): boolean {
  if (state.refused) return false;
  state.decoded++;
  if (state.aliasDepth > 0) state.fromAliases++;
  if (!isBomb(state.decoded, state.fromAliases)) return true;
  refuse(state, describeBomb(node));
  return false;
}

function refuse(state: State, problem: NodeProblem): void {
  report(state, problem);
  state.refused = true;
}

function report(state: State, problem: NodeProblem): void {
  state.problems.push({ ...problem, path: [...state.path] });
}

function readAlias<T>(state: State, node: AliasNode, readTarget: (target: Node) => T): T | null {
  const target = node.target;
  if (!target) {
    report(state, describeUnknownAnchor(node));
    return null;
  }
  if (state.open.has(node)) {
    refuse(state, describeLoop(node));
    return null;
  }
  state.open.add(node);
  state.aliasDepth++;
  const value = readTarget(target);
  state.aliasDepth--;
  state.open.delete(node);
  return value;
}

function readScalar(state: State, node: ScalarNode): unknown {
  const resolved = resolveScalar(node);
  if (resolved.type === "invalid") {
    report(state, describeBadTag(node, resolved.message));
    return null;
  }
  if (resolved.type === "float" && !Number.isFinite(resolved.value)) {
    report(state, describeNonFinite(node));
    return null;
  }
  return resolved.value;
}

function readSequence(state: State, node: SequenceNode): unknown[] {
  return node.items.map((item, index) => {
    state.path.push(index);
    const value = read(state, item);
    state.path.pop();
    return value;
  });
}

function readMapping(
  state: State,
  node: MappingNode,
  data: Record<string, unknown>,
  seen: Seen,
): void {
  for (const { key, value } of node.entries) {
    if (state.refused) return;
    if (isMerge(key)) {
      const before = new Set(seen.typed.keys());
      readMerge(state, value, data, seen);
      for (const name of seen.typed.keys()) if (!before.has(name)) seen.merged.add(name);
      continue;
    }
    const name = readKey(state, key);
    if (name === undefined) continue;
    state.path.push(name.text);
    checkCollision(state, name, key, seen);
    setValue(data, name.text, read(state, value));
    state.path.pop();
  }
}

/** Also for the key `__proto__`, which plain assignment would lose. */
function setValue(data: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__")
    Object.defineProperty(data, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else data[name] = value;
}

function isMerge(key: Node): boolean {
  if (key.kind !== "scalar" || key.text !== "<<") return false;
  return (
    (key.style === "plain" && key.tag === undefined) ||
    key.tag === "!" ||
    key.tag === "tag:yaml.org,2002:merge"
  );
}

function checkCollision(state: State, name: Key, key: Node, seen: Seen): void {
  const same = seen.typed.get(name.identity);
  const alike = seen.named.get(name.text);
  if (same) {
    report(state, describeDuplicate(name.text, key, same, seen.merged.has(name.identity)));
    seen.merged.delete(name.identity);
  } else if (alike) report(state, describeCollision(name.text, key, alike));
  if (!same) seen.typed.set(name.identity, key);
  if (!alike) seen.named.set(name.text, key);
}

function readKey(state: State, node: Node): Key | undefined {
  if (!count(state, node)) return undefined;
  if (node.kind === "alias")
    return readAlias(state, node, (target) => readKey(state, target)) ?? undefined;
  if (node.kind !== "scalar") {
    report(state, describeBadKey(node));
    return undefined;
  }
  const key = toKey(resolveScalar(node));
  if (key) return key;
  report(state, describeBadKey(node));
  return undefined;
}

/** `<<: {…}`, `<<: *anchor` or a list of these. Merged keys count as set: setting one again is a duplicate to strict decoders. */
function readMerge(state: State, node: Node, data: Record<string, unknown>, seen: Seen): void {
  const sources = node.kind === "sequence" ? [...node.items].reverse() : [node];
  for (const source of sources) {
    const target = source.kind === "alias" && source.target ? source.target : source;
    if (target.kind === "alias") readAlias(state, target, () => null);
    else if (target.kind !== "mapping") {
      report(state, describeBadMerge(source));
    } else if (!count(state, source)) return;
    else if (source.kind === "mapping") readMapping(state, source, data, seen);
    else
      readAlias(
        state,
        source as AliasNode,
        () => count(state, target) && readMapping(state, target, data, seen),
      );
  }
}
