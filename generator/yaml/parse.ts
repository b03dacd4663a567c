import { emptyScalar } from "./node.ts";
import type { AliasNode, Entry, MappingNode, Node, ScalarNode, SequenceNode } from "./node.ts";
import { readFlowMapping, readFlowSequence } from "./parse-flow.ts";
import type { Flow } from "./parse-flow.ts";
import type { SyntaxProblem } from "./problem.ts";
import { refuseDirective } from "./rules/directive/rule.ts";
import { findIgnored } from "./rules/ignored-content/rule.ts";
import { refuse } from "./rules/syntax/rule.ts";
import { MAX_DEPTH, refuseDepth } from "./rules/too-deep/rule.ts";
import { peekToken, skipToken } from "./scan.ts";
import { createScanner } from "./scanner.ts";
import type { Scanner } from "./scanner.ts";
import type { Token, TokenType } from "./token.ts";

export interface Parsed {
  /** Undefined where the document has no content or cannot be parsed. */
  readonly root?: Node;
  readonly problems: readonly SyntaxProblem[];
}

interface Parser {
  readonly scanner: Scanner;
  readonly flow: Flow;
  readonly anchors: Map<string, { node?: Node }>;
  depth: number;
}

/**
 * Parses one document into a tree as libyaml does, the parser under go-yaml: it stops at the first syntax error, and reads no further
 * than the first document's end.
 * @param text the file's text
 * @param start where the document starts
 * @param end where it ends
 * @returns the tree and the syntax problems
 */
export function parseDocument(text: string, start: number, end: number): Parsed {
  const content = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
  const scanner = createScanner(text, content, end);
  const flow = { scanner, readNode: () => readNode(parser, "flow") };
  const parser: Parser = { scanner, flow, anchors: new Map(), depth: 0 };
  try {
    const root = readRoot(parser);
    const rest = findIgnored(parser.scanner);
    return { root, problems: rest ? [rest] : [] };
  } catch (error) {
    const problem = error instanceof Error && (error.cause as SyntaxProblem | undefined);
    if (!problem) throw error;
    return { problems: [problem] };
  }
}

function readRoot(parser: Parser): Node | undefined {
  const { scanner } = parser;
  const token = peekToken(scanner);
  if (token.type === "end") return undefined;
  if (token.type === "directive") refuseDirective(token);
  if (token.type !== "document-start") return readNode(parser, "block");
  skipToken(scanner);
  const next = peekToken(scanner);
  const isEmpty =
    next.type === "directive" ||
    next.type === "document-start" ||
    next.type === "document-end" ||
    next.type === "end";
  return isEmpty ? emptyScalar(token.end) : readNode(parser, "block");
}

type Place = "block" | "flow" | "value";

/** @param place `value`: a block node that may be a list at its key's own indentation */
function readNode(parser: Parser, place: Place): Node {
  const { scanner } = parser;
  const slot: { node?: Node } = {};
  const first = peekToken(scanner);
  if (first.type === "alias") {
    skipToken(scanner);
    return makeAlias(parser, first);
  }
  const anchor = take(parser, "anchor");
  const tag = take(parser, "tag");
  const lateAnchor = tag && !anchor ? take(parser, "anchor") : undefined;
  const name = (anchor ?? lateAnchor)?.text;
  const token = peekToken(scanner);
  const hasProperties = name !== undefined || tag !== undefined;
  if (name !== undefined) parser.anchors.set(name, slot);
  if (++parser.depth > MAX_DEPTH) refuseDepth(token.start);
  const from = hasProperties ? first.start : undefined;
  slot.node =
    readContent(parser, place, token, tag?.text, from) ??
    makeEmpty(token, tag ?? anchor, tag?.text, from);
  parser.depth--;
  return slot.node;
}

function take(parser: Parser, type: TokenType): Token | undefined {
  const token = peekToken(parser.scanner);
  if (token.type !== type) return undefined;
  skipToken(parser.scanner);
  return token;
}

function makeAlias(parser: Parser, token: Token): AliasNode {
  const name = token.text ?? "";
  const slot = parser.anchors.get(name);
  const { start, end } = token;
  return {
    kind: "alias",
    name,
    start,
    end,
    get target() {
      return slot?.node;
    },
  };
}

function makeEmpty(
  token: Token,
  property: Token | undefined,
  tag: string | undefined,
  from: number | undefined,
): ScalarNode {
  if (!property)
    refuse(describeUnexpected(token), token.start, Math.max(token.end, token.start + 1));
  return { ...emptyScalar(property.end), tag, from };
}

function describeUnexpected(token: Token): string {
  switch (token.type) {
    case "document-end":
    case "end":
    case "document-start":
      return "the document ends where a value is expected";
    case "]":
    case "}":
      return `this ${token.type} closes nothing, remove it or quote the value`;
    case ",":
      return "a value is missing before this comma";
    case "-":
      return "a list item cannot start here, check the indentation";
    case "block-end":
      return "a value is expected before this line, check the indentation";
    default:
      return "a value is expected here";
  }
}

function readContent(
  parser: Parser,
  place: Place,
  token: Token,
  tag: string | undefined,
  from?: number,
): Node | undefined {
  switch (token.type) {
    case "scalar":
      skipToken(parser.scanner);
      return {
        kind: "scalar",
        text: token.text ?? "",
        style: token.style ?? "plain",
        tag,
        from,
        start: token.start,
        end: token.end,
      };
    case "[":
      return readFlowSequence(parser.flow, token, from);
    case "{":
      return readFlowMapping(parser.flow, token, from);
    case "-":
      return place === "value" ? readIndentless(parser, token, from) : undefined;
    case "block-sequence-start":
      return place === "flow" ? undefined : readBlockSequence(parser, token, from);
    case "block-mapping-start":
      return place === "flow" ? undefined : readBlockMapping(parser, token, from);
    default:
      return undefined;
  }
}

function readBlockSequence(parser: Parser, open: Token, from?: number): SequenceNode {
  const { scanner } = parser;
  const items: Node[] = [];
  const dashes: number[] = [];
  skipToken(scanner);
  let end = open.end;
  for (let token = peekToken(scanner); token.type !== "block-end"; token = peekToken(scanner)) {
    if (token.type !== "-")
      refuse('a "- " is expected here, at the indentation of this list', token.start, token.end);
    skipToken(scanner);
    const next = peekToken(scanner).type;
    const item =
      next === "-" || next === "block-end" ? emptyScalar(token.end) : readNode(parser, "block");
    items.push(item);
    dashes.push(token.start);
    end = item.end;
  }
  skipToken(scanner);
  return { kind: "sequence", flow: false, items, dashes, start: open.start, end, from };
}

/** A list whose dashes stand below the first letter of its key. */
function readIndentless(parser: Parser, open: Token, from?: number): SequenceNode {
  const { scanner } = parser;
  const items: Node[] = [];
  const dashes: number[] = [];
  let end = open.end;
  for (let token = peekToken(scanner); token.type === "-"; token = peekToken(scanner)) {
    skipToken(scanner);
    const next = peekToken(scanner).type;
    const isEmpty = next === "-" || next === "key" || next === "value" || next === "block-end";
    const item = isEmpty ? emptyScalar(token.end) : readNode(parser, "block");
    items.push(item);
    dashes.push(token.start);
    end = item.end;
  }
  return { kind: "sequence", flow: false, items, dashes, start: open.start, end, from };
}

function readBlockMapping(parser: Parser, open: Token, from?: number): MappingNode {
  const { scanner } = parser;
  const entries: Entry[] = [];
  skipToken(scanner);
  let end = open.end;
  for (let token = peekToken(scanner); token.type !== "block-end"; token = peekToken(scanner)) {
    if (token.type !== "key" && token.type !== "value") {
      refuse(
        "a key is expected here: check the indentation, and quote a value that goes on behind its closing quote or bracket",
        token.start,
        token.end,
      );
    }
    const key = readBlockPart(parser, "key", token.start);
    const value = readBlockPart(parser, "value", key.end);
    entries.push({ key, value });
    end = value.end;
  }
  skipToken(scanner);
  return { kind: "mapping", flow: false, entries, start: open.start, end, from };
}

/** A key with its `?`, or a value with its `:`; empty where absent. */
function readBlockPart(parser: Parser, type: "key" | "value", at: number): Node {
  const { scanner } = parser;
  const token = peekToken(scanner);
  if (token.type !== type) return emptyScalar(at);
  skipToken(scanner);
  const next = peekToken(scanner).type;
  return next === "key" || next === "value" || next === "block-end"
    ? emptyScalar(token.end)
    : readNode(parser, "value");
}
