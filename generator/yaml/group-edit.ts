import type { GroupStep } from "../core/finding.ts";
import { findComments } from "./comments.ts";
import { joinLists } from "./join-edit.ts";
import type { Node } from "./node.ts";
import { printScalar, printYaml } from "./print.ts";
import type { Chunk } from "./split.ts";
import { columnOf, findTarget, lineEnd, startOf } from "./text-edit.ts";
import type { Target, TextEdit } from "./text-edit.ts";
import { indent, linesOf } from "./whole-lines.ts";

type Wrap = Extract<GroupStep, { op: "wrap" }>;

/**
 * Turns a step of a group into changes of the text, which moves with its comments and quotes.
 * @param text the file's text
 * @param root the tree of the document
 * @param step what to change
 * @param chunk the document
 * @returns edits that do not overlap, or undefined where there is no plain way to make them
 */
export function createGroupEdits(
  text: string,
  root: Node,
  step: GroupStep,
  chunk: Chunk,
): TextEdit[] | undefined {
  const target = findTarget(root, step.path);
  if (!target?.parent) return undefined;
  switch (step.op) {
    case "wrap":
      return chunk.json || target.inFlow
        ? wrapInline(target.node, step, chunk.json !== undefined)
        : wrapBlock(text, root, target, step);
    case "rewrite":
      return rewrite(text, target, step.to, chunk);
    case "join":
      return joinLists(text, target, step, chunk);
  }
}

function wrapInline(node: Node, { key, beside, list }: Wrap, isJson: boolean): TextEdit[] {
  const print = isJson ? JSON.stringify : printScalar;
  const entries = Object.entries(beside ?? {}).map(([name, value]) => `${print(name)}: ${value}, `);
  const start = startOf(node);
  return [
    { start, end: start, text: `${list ? "[" : ""}{${entries.join("")}${print(key)}: ` },
    { start: node.end, end: node.end, text: `}${list ? "]" : ""}` },
  ];
}

/** Lines below the first move to the right as far as the new mapping, and list, ask for. */
function wrapBlock(
  text: string,
  root: Node,
  target: Target,
  { key, beside, list }: Wrap,
): TextEdit[] | undefined {
  const { node, parent, index } = target;
  const start = startOf(node);
  if (parent?.kind === "sequence") {
    if (list || beside) return undefined;
    const rest = linesOf(text, start, node.end).slice(1);
    const first = text.slice(start, lineEnd(text, start)).slice(0, node.end - start);
    return [{ start, end: node.end, text: [`${key}: ${first}`, ...indent(rest, 2)].join("\n") }];
  }
  const entry = parent?.kind === "mapping" ? parent.entries[index] : undefined;
  if (!entry || !list || node.start === node.end) return undefined;
  const column = columnOf(text, entry.key.start);
  const dash = column + dashIndent(text, root);
  const colon = text.indexOf(":", entry.key.end) + 1;
  const isBelow = text.slice(colon, start).includes("\n");
  const margin = " ".repeat(dash + 2);
  const names = [...Object.entries(beside ?? {}).map(([name, on]) => `${name}: ${on}`), `${key}:`];
  const head = names.map((name, at) => (at === 0 ? `${" ".repeat(dash)}- ${name}` : margin + name));
  const isBlock = node.kind === "mapping" && !node.flow;
  const from = isBlock ? columnOf(text, node.start) : column + 2;
  const shift = dash + 4 - from;
  if (!isBelow) {
    const [first, ...rest] = linesOf(text, start, node.end);
    const lines = [`\n${head.join("\n")} ${first}`, ...indent(rest, shift)];
    return [{ start: colon, end: node.end, text: lines.join("\n") }];
  }
  const keyEnd = lineEnd(text, colon);
  const lines = linesOf(text, keyEnd, node.end).slice(1);
  return [
    { start: keyEnd, end: node.end, text: ["", ...head, ...indent(lines, shift)].join("\n") },
  ];
}

/** How far the file's lists stand to the right of their keys. */
function dashIndent(text: string, root: Node): number {
  for (const { key, value } of root.kind === "mapping" ? root.entries : [])
    if (value.kind === "sequence" && value.dashes.length > 0)
      return columnOf(text, value.dashes[0]!) - columnOf(text, key.start);
  return 2;
}

function rewrite(
  text: string,
  { node, parent, index }: Target,
  to: unknown,
  chunk: Chunk,
): TextEdit[] | undefined {
  if (parent?.kind !== "sequence" || node.from !== undefined) return undefined;
  const inside = findComments(text, chunk.start, chunk.end).filter(
    ([from]) => from >= node.start && from < node.end,
  );
  if (parent.flow || chunk.json) {
    if (inside.length > 0) return undefined;
    return [{ start: node.start, end: node.end, text: JSON.stringify(to) }];
  }
  const dash = parent.dashes[index]!;
  const line = text.lastIndexOf("\n", dash - 1) + 1;
  if (text.slice(line, dash).trim() !== "") return undefined;
  const margin = text.slice(line, dash);
  const above = inside.map(([from, end]) => `${margin}${text.slice(from, end)}\n`).join("");
  return [
    ...(above === "" ? [] : [{ start: line, end: line, text: above }]),
    { start: node.start, end: node.end, text: printYaml(to, columnOf(text, node.start)) },
  ];
}
