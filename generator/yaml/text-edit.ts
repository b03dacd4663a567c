import type { SingleFix } from "../core/finding.ts";
import type { Path } from "../core/path.ts";
import type { Entry, MappingNode, Node, SequenceNode } from "./node.ts";
import { printAfterKey, printScalar, printYaml } from "./print.ts";
import { resolveScalar, toKey } from "./scalar.ts";

/** Replaces the text between two offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where a fix's path leads, never through an alias or a merge: an edit there would change other places too. */
export interface Target {
  readonly node: Node;
  readonly parent?: MappingNode | SequenceNode;
  readonly index: number;
  readonly inFlow: boolean;
}

/**
 * Turns a fix into a change of the text.
 * @param text the file's text
 * @param root the document's tree
 * @param fix what to change
 * @param isJson the document is JSON and has to stay it
 * @returns the edit, or undefined where there is no plain way to make it
 */
export function createEdit(
  text: string,
  root: Node,
  fix: SingleFix,
  isJson: boolean,
): TextEdit | undefined {
  const target = findTarget(root, fix.path);
  switch (fix.op) {
    case "rename-key":
      return target && renameKey(text, target, fix.to, isJson);
    case "quote":
      return target && quoteScalar(text, target.node);
    case "remove":
      return (
        target &&
        (target.parent?.kind === "sequence"
          ? removeItem(text, target, target.parent)
          : removeEntry(text, target))
      );
    case "set":
      return target
        ? setValue(text, target, fix.to, isJson)
        : addEntry(text, root, fix.path, fix.to);
  }
}

/** @returns the scalar at the path if it has no quotes yet */
export function findPlainScalar(root: Node, path: Path): string | undefined {
  const node = findTarget(root, path)?.node;
  return node?.kind === "scalar" &&
    node.style === "plain" &&
    node.tag === undefined &&
    node.start < node.end
    ? node.text
    : undefined;
}

export function findTarget(root: Node, path: Path): Target | undefined {
  let target: Target = { node: root, index: 0, inFlow: false };
  for (const step of path) {
    const parent: Node = target.node;
    if (parent.kind !== "mapping" && parent.kind !== "sequence") return undefined;
    const index =
      parent.kind === "sequence"
        ? Number(step)
        : parent.entries.findLastIndex(({ key }) => nameOf(key) === String(step));
    const node = parent.kind === "sequence" ? parent.items[index] : parent.entries[index]?.value;
    if (!node) return undefined;
    target = { node, parent, index, inFlow: target.inFlow || parent.flow };
  }
  return target;
}

export function nameOf(key: Node): string | undefined {
  return key.kind === "scalar" ? toKey(resolveScalar(key))?.text : undefined;
}

function entryOf({ parent, index }: Target): Entry | undefined {
  return parent?.kind === "mapping" ? parent.entries[index] : undefined;
}

function renameKey(
  text: string,
  target: Target,
  to: string,
  isJson: boolean,
): TextEdit | undefined {
  const key = entryOf(target)?.key;
  if (key?.kind !== "scalar" || key.start === key.end) return undefined;
  return {
    start: key.start,
    end: key.end,
    text: isJson ? JSON.stringify(to) : printLike(text, key, to),
  };
}

/** Prints a string in the quotes that another one has. */
function printLike(text: string, model: Node, value: unknown): string {
  if (typeof value !== "string" || model.kind !== "scalar") return printScalar(value);
  if (model.style === "double") return quoteWith(value, '"');
  if (model.style === "single") return quoteWith(value, "'");
  return printScalar(value) === value || !prefersSingle(text)
    ? printScalar(value)
    : quoteWith(value, "'");
}

function quoteWith(value: string, quote: '"' | "'"): string {
  if (!/^[ -~\u00a1-\u1fff]*$/.test(value)) {
    const printed = printScalar(value);
    return printed.startsWith('"') ? printed : `"${printed}"`;
  }
  return quote === "'"
    ? `'${value.replaceAll("'", "''")}'`
    : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** Does the file quote with single quotes only? */
function prefersSingle(text: string): boolean {
  return /(?:: |- |[[{,] ?)'/.test(text) && !/(?:: |- |[[{,] ?)"/.test(text);
}

function quoteScalar(text: string, node: Node): TextEdit | undefined {
  if (
    node.kind !== "scalar" ||
    node.style !== "plain" ||
    node.tag !== undefined ||
    node.start === node.end
  )
    return undefined;
  return {
    start: node.start,
    end: node.end,
    text: quoteWith(node.text, prefersSingle(text) ? "'" : '"'),
  };
}

function setValue(
  text: string,
  target: Target,
  to: unknown,
  isJson: boolean,
): TextEdit | undefined {
  const { node } = target;
  if (node.from !== undefined) return undefined;
  const isScalar = typeof to !== "object" || to === null;
  if (isJson || (target.inFlow && !isScalar))
    return { start: node.start, end: node.end, text: JSON.stringify(to) };
  const isOneLine = isScalar && !(typeof to === "string" && to.includes("\n"));
  const wasInline = node.start < node.end && !isBlockCollection(node);
  if (isOneLine && wasInline)
    return { start: node.start, end: node.end, text: printLike(text, node, to) };
  if (target.inFlow) return undefined;
  if (hasComment(text.slice(node.start, node.end))) return undefined;
  const key = entryOf(target)?.key;
  if (key) return replaceAfterColon(text, key, node, printAfterKey(to, columnOf(text, key.start)));
  if (target.parent === undefined)
    return { start: node.start, end: node.end, text: printYaml(to, columnOf(text, node.start)) };
  const space = node.start === node.end ? " " : "";
  return {
    start: node.start,
    end: node.end,
    text: space + printYaml(to, columnOf(text, node.start) + space.length),
  };
}

function isBlockCollection(node: Node): boolean {
  return (node.kind === "mapping" || node.kind === "sequence") && !node.flow;
}

/** @returns where a node starts, with its anchor and tag */
export function startOf(node: Node): number {
  return node.from ?? node.start;
}

export function hasComment(text: string): boolean {
  return /(?:^|\s)#/.test(text);
}

function replaceAfterColon(
  text: string,
  key: Node,
  value: Node,
  printed: string,
): TextEdit | undefined {
  const colon = text.indexOf(":", key.end);
  if (colon < 0 || /\S/.test(text.slice(key.end, colon))) return undefined;
  const start = colon + 1;
  const end = Math.max(value.end, start);
  return hasComment(text.slice(start, value.start)) ? undefined : { start, end, text: printed };
}

/** @returns how many characters stand before an offset in its line; a byte order mark is none */
export function columnOf(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return offset - start - (text[start] === "\ufeff" && offset > start ? 1 : 0);
}

/** Adds a key to a block mapping, below its last entry. */
function addEntry(text: string, root: Node, path: Path, to: unknown): TextEdit | undefined {
  const key = path.at(-1);
  const parent = findTarget(root, path.slice(0, -1));
  const last =
    parent?.node.kind === "mapping" && !parent.node.flow ? parent.node.entries.at(-1) : undefined;
  if (typeof key !== "string" || !last) return undefined;
  const column = columnOf(text, last.key.start);
  const end = lineEnd(text, last.value.end);
  return {
    start: end,
    end,
    text: `\n${" ".repeat(column)}${printScalar(key)}:${printAfterKey(to, column)}`,
  };
}

/** @returns the offset of the line break, CR included, that ends the line; or the text's end */
export function lineEnd(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  if (newline < 0) return text.length;
  return newline > from && text[newline - 1] === "\r" ? newline - 1 : newline;
}

function removeEntry(text: string, target: Target): TextEdit | undefined {
  const entry = entryOf(target);
  const parent = target.parent;
  if (!entry || parent?.kind !== "mapping") return undefined;
  const { entries, flow } = parent;
  if (entries.length === 1) return empty(text, parent, "{}");
  const start = entry.key.from ?? entry.key.start;
  const next = entries[target.index + 1]?.key;
  if (flow) return removeFromFlow(start, entry.value.end, next, entries[target.index - 1]?.value);
  return removeLines(text, start, entry.value.end, next?.from ?? next?.start);
}

function removeItem(text: string, target: Target, parent: SequenceNode): TextEdit | undefined {
  const { items, dashes, flow } = parent;
  if (items.length === 1) return empty(text, parent, "[]");
  const { node, index } = target;
  if (flow)
    return removeFromFlow(node.from ?? node.start, node.end, items[index + 1], items[index - 1]);
  return removeLines(text, dashes[index] ?? node.start, node.end, dashes[index + 1]);
}

export function removeFromFlow(
  start: number,
  end: number,
  next: Node | undefined,
  previous: Node | undefined,
): TextEdit {
  if (next) return { start, end: next.from ?? next.start, text: "" };
  return { start: previous?.end ?? start, end, text: "" };
}

/** Takes whole lines, or what stands before the next entry where the first one follows a dash. */
function removeLines(
  text: string,
  start: number,
  end: number,
  next: number | undefined,
): TextEdit | undefined {
  const lineStart = start - columnOf(text, start);
  if (text.slice(lineStart, start).trim() !== "")
    return next === undefined ? undefined : { start, end: next, text: "" };
  const newline = text.indexOf("\n", end);
  if (newline >= 0) return { start: lineStart, end: newline + 1, text: "" };
  const before = text[lineStart - 1] === "\n" ? lineStart - 1 : lineStart;
  return { start: text[before - 1] === "\r" ? before - 1 : before, end: text.length, text: "" };
}

/** The last entry goes: the collection stays, as `{}` or `[]`. */
function empty(
  text: string,
  { start, end, flow, from }: MappingNode | SequenceNode,
  sign: string,
): TextEdit | undefined {
  if (from !== undefined || hasComment(text.slice(start, end))) return undefined;
  if (flow) return { start, end, text: sign };
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const isOnOwnLine = lineStart > 0 && text.slice(lineStart, start).trim() === "";
  const above = text.slice(0, lineStart).trimEnd();
  const isBelowKey =
    isOnOwnLine && above.endsWith(":") && !hasComment(above.slice(above.lastIndexOf("\n") + 1));
  return isBelowKey ? { start: above.length, end, text: ` ${sign}` } : { start, end, text: sign };
}
