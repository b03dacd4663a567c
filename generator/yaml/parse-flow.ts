import { emptyScalar } from "./node.ts";
import type { Entry, MappingNode, Node, SequenceNode } from "./node.ts";
import { refuse } from "./rules/syntax/rule.ts";
import { peekToken, skipToken } from "./scan.ts";
import type { Scanner } from "./scanner.ts";
import type { Token } from "./token.ts";

/** What the readers of flow collections need; `readNode` reads the node that comes next. */
export interface Flow {
  readonly scanner: Scanner;
  readonly readNode: () => Node;
}

/**
 * Reads `[…]`.
 * @param open the opening bracket, which the scanner stands at
 * @param from offset of the anchor or tag before it
 */
export function readFlowSequence(flow: Flow, open: Token, from?: number): SequenceNode {
  const { scanner } = flow;
  const items: Node[] = [];
  skipToken(scanner);
  for (let token = peekToken(scanner); token.type !== "]"; token = peekToken(scanner)) {
    if (items.length > 0) token = passComma(flow, open, "]");
    if (token.type === "]") break;
    items.push(token.type === "key" ? readFlowPair(flow, token) : flow.readNode());
  }
  const end = peekToken(scanner).end;
  skipToken(scanner);
  return { kind: "sequence", flow: true, items, dashes: [], start: open.start, end, from };
}

function passComma(flow: Flow, open: Token, close: "]" | "}"): Token {
  const { scanner } = flow;
  const token = peekToken(scanner);
  if (token.type === ",") {
    skipToken(scanner);
    return peekToken(scanner);
  }
  if (token.type === "end")
    refuse(`this ${open.type} is never closed, add the ${close}`, open.start, open.end);
  refuse(`a comma or ${close} is expected here`, token.start, Math.max(token.end, token.start + 1));
}

/** The single entry of `[a: b]`. */
function readFlowPair(flow: Flow, token: Token): MappingNode {
  const { scanner } = flow;
  skipToken(scanner);
  const next = peekToken(scanner);
  const isAbsent = next.type === "value" || next.type === "," || next.type === "]";
  // libyaml drops the token behind an absent key here, so that `[? : b]` reads as go-yaml reads it.
  if (isAbsent) skipToken(scanner);
  const key = isAbsent ? emptyScalar(token.end) : flow.readNode();
  const value = readFlowValue(flow, "]", key.end);
  return {
    kind: "mapping",
    flow: true,
    entries: [{ key, value }],
    start: key.start,
    end: value.end,
  };
}

function readFlowValue(flow: Flow, close: "]" | "}", at: number): Node {
  const { scanner } = flow;
  const token = peekToken(scanner);
  if (token.type !== "value") return emptyScalar(at);
  skipToken(scanner);
  const next = peekToken(scanner).type;
  return next === "," || next === close ? emptyScalar(token.end) : flow.readNode();
}

/** Reads `{…}`; see readFlowSequence. */
export function readFlowMapping(flow: Flow, open: Token, from?: number): MappingNode {
  const { scanner } = flow;
  const entries: Entry[] = [];
  skipToken(scanner);
  for (let token = peekToken(scanner); token.type !== "}"; token = peekToken(scanner)) {
    if (entries.length > 0) token = passComma(flow, open, "}");
    if (token.type === "}") break;
    entries.push(readFlowEntry(flow, token));
  }
  const end = peekToken(scanner).end;
  skipToken(scanner);
  return { kind: "mapping", flow: true, entries, start: open.start, end, from };
}

function readFlowEntry(flow: Flow, token: Token): Entry {
  const { scanner } = flow;
  if (token.type !== "key") {
    const key = flow.readNode();
    return { key, value: emptyScalar(key.end) };
  }
  skipToken(scanner);
  const next = peekToken(scanner).type;
  const isAbsent = next === "value" || next === "," || next === "}";
  const key = isAbsent ? emptyScalar(token.end) : flow.readNode();
  return { key, value: readFlowValue(flow, "}", key.end) };
}
