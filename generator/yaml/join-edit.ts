import type { GroupStep } from "../core/finding.ts";
import { findComments } from "./comments.ts";
import type { MappingNode, Node, SequenceNode } from "./node.ts";
import { printScalar } from "./print.ts";
import type { Chunk } from "./split.ts";
import { columnOf, hasComment, lineEnd, nameOf, removeFromFlow, startOf } from "./text-edit.ts";
import type { Target, TextEdit } from "./text-edit.ts";
import { endOfLines, indent, linesOf, ownLines } from "./whole-lines.ts";

type Join = Extract<GroupStep, { op: "join" }>;

/**
 * Moves a list's items into the list of another key beside it, with the comments in and above them.
 * @returns edits, or undefined where a comment or an anchor would be lost
 */
export function joinLists(
  text: string,
  target: Target,
  step: Join,
  chunk: Chunk,
): TextEdit[] | undefined {
  const { parent, index, node } = target;
  if (parent?.kind !== "mapping" || node.kind !== "sequence") return undefined;
  const { key } = parent.entries[index]!;
  const at = parent.entries.findLastIndex((entry) => nameOf(entry.key) === step.to);
  const rename = {
    start: key.start,
    end: key.end,
    text: chunk.json ? JSON.stringify(step.to) : printScalar(step.to),
  };
  const into = parent.entries[at];
  if (into === undefined) return [rename];
  const isEmpty =
    into.value.start === into.value.end ||
    (into.value.kind === "sequence" && into.value.items.length === 0);
  const removed = isEmpty
    ? removeWhole(text, parent, at)
    : node.from === undefined && into.value.kind === "sequence"
      ? removeWhole(text, parent, index)
      : undefined;
  if (!removed) return undefined;
  if (isEmpty) return removed.comments.length === 0 ? [rename, removed.edit] : undefined;
  const list = into.value as SequenceNode;
  const hasComments = findComments(text, chunk.start, chunk.end).some(
    ([from]) => from >= removed.edit.start && from < removed.edit.end,
  );
  if (list.flow && !hasComments && node.items.every((item) => isOneLine(text, item)))
    return [
      removed.edit,
      addToFlow(
        list,
        node.items.map((item) => flowText(text, item)),
        step.at,
      ),
    ];
  if (parent.flow || chunk.json) return undefined;
  return joinBlocks(text, { list, key: into.key }, { list: node, key }, removed, step.at);
}

interface ListEntry {
  readonly key: Node;
  readonly list: SequenceNode;
}

interface Removed {
  readonly edit: TextEdit;
  /** Comment lines above the key, which are about it, and the comment behind it or behind a flow list. */
  readonly comments: readonly string[];
  /** The offset behind the last line of the list and the comments in it. */
  readonly end: number;
}

/** Takes an entry's lines out, with the comment lines right above that are about it. */
function removeWhole(text: string, parent: MappingNode, index: number): Removed | undefined {
  const { key, value } = parent.entries[index]!;
  if (parent.flow) {
    const previous = parent.entries[index - 1]?.value;
    const next = parent.entries[index + 1]?.key;
    return { edit: removeFromFlow(key.start, value.end, next, previous), comments: [], end: 0 };
  }
  const column = columnOf(text, key.start);
  const start = key.start - column;
  if (text.slice(start, key.start).trim() !== "") return undefined;
  const above = index === 0 ? [] : ownLines(text, start, column);
  const own = start - above.reduce((length, line) => length + line.length, 0);
  const end = endOfLines(text, value.end, column);
  const behind = /^[ \t]*(#[^\r\n]*)/.exec(text.slice(behindHead(text, key, value)))?.[1];
  const comments = [...above.map((line) => line.trim()), ...(behind ? [behind.trimEnd()] : [])];
  return { edit: tidy(text, own, end), comments, end };
}

/** Where the comment of an entry's first line starts, or that of a flow list's last. */
function behindHead(text: string, key: Node, value: Node): number {
  const isBlock = value.kind === "sequence" && !value.flow;
  return isBlock || value.start === value.end ? text.indexOf(":", key.end) + 1 : value.end;
}

/** Of blank lines on both sides one side goes too. */
function tidy(text: string, start: number, end: number): TextEdit {
  const before = /(?:^|\n)(?:[ \t]*\r?\n)+$/.test(text.slice(0, start));
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(end))?.[0].length ?? 0;
  if (before && blank > 0) return { start, end: end + blank, text: "" };
  if (before && end === text.length)
    return {
      start: text.slice(0, start).replace(/(?<=\n)(?:[ \t]*\r?\n)+$/, "").length,
      end,
      text: "",
    };
  return { start, end, text: "" };
}

function isOneLine(text: string, item: Node): boolean {
  return item.kind !== "mapping" || item.flow
    ? (item.kind !== "sequence" || item.flow) && !text.slice(startOf(item), item.end).includes("\n")
    : false;
}

function flowText(text: string, item: Node): string {
  const source = text.slice(startOf(item), item.end);
  return item.kind === "scalar" && item.style === "plain" && /[[\]{},]/.test(source)
    ? printScalar(item.text)
    : source;
}

function addToFlow(list: SequenceNode, items: readonly string[], at: "start" | "end"): TextEdit {
  const first = startOf(list.items[0]!);
  const last = list.items.at(-1)!.end;
  return at === "start"
    ? { start: first, end: first, text: `${items.join(", ")}, ` }
    : { start: last, end: last, text: `, ${items.join(", ")}` };
}

/** Moves a list's lines into another one, which becomes a block where it is none yet. */
function joinBlocks(
  text: string,
  into: ListEntry,
  from: ListEntry,
  removed: Removed,
  at: "start" | "end",
): TextEdit[] | undefined {
  const column = columnOf(text, into.key.start);
  const dash = into.list.flow
    ? column +
      (from.list.flow ? 2 : columnOf(text, from.list.dashes[0]!) - columnOf(text, from.key.start))
    : columnOf(text, into.list.dashes[0]!);
  const moved = movedLines(text, from, removed, dash);
  if (!moved) return undefined;
  if (into.list.flow) {
    const own = itemLines(text, into.list, dash);
    const colon = text.indexOf(":", into.key.end) + 1;
    if (!own || into.list.from !== undefined) return undefined;
    const lines = at === "start" ? [...moved, ...own] : [...own, ...moved];
    const [comment, end] = trailing(text, into.list.end);
    return [removed.edit, { start: colon, end, text: `${comment}\n${lines.join("\n")}` }];
  }
  const place =
    at === "start"
      ? text.lastIndexOf("\n", into.list.dashes[0]! - 1) + 1
      : endOfLines(text, into.list.end, column);
  const lines = moved.join("\n");
  const isOpen = place > 0 && text[place - 1] !== "\n";
  const isLast = place === removed.edit.start && removed.end === text.length;
  const after = isOpen || (isLast && !text.endsWith("\n")) ? "" : "\n";
  const added = { start: place, end: place, text: (isOpen ? "\n" : "") + lines + after };
  return [removed.edit, added];
}

/** The comment behind a flow list goes behind its key. @returns it, and where it ends */
function trailing(text: string, end: number): [string, number] {
  const rest = /^[ \t]*(?:#[^\r\n]*)?/.exec(text.slice(end))![0];
  return [rest.trimEnd(), end + rest.length];
}

function movedLines(
  text: string,
  { key, list }: ListEntry,
  { comments, end }: Removed,
  dash: number,
): string[] | undefined {
  const above = comments.map((comment) => " ".repeat(dash) + comment);
  if (list.flow) {
    const items = itemLines(text, list, dash);
    return items && [...above, ...items];
  }
  const start = lineEnd(text, text.indexOf(":", key.end));
  const body = linesOf(text, start, end).slice(1);
  if (body.at(-1) === "") body.pop();
  return [...above, ...indent(body, dash - columnOf(text, list.dashes[0]!))];
}

function itemLines(text: string, list: SequenceNode, dash: number): string[] | undefined {
  if (hasComment(text.slice(list.start, list.end))) return undefined;
  return list.items.map((item) => {
    const source = text.slice(startOf(item), item.end).replace(/\s*\n\s*/g, " ");
    return `${" ".repeat(dash)}- ${source}`;
  });
}
