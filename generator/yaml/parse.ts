import { Composer, CST, isAlias, isMap, isScalar, isSeq, Parser } from "yaml";
import type { Document, ParsedNode, YAMLError } from "yaml";
import type { AliasNode, Entry, Node, ScalarNode } from "./node.ts";

/** What the parser has to say about the text, before it is read as JSON. */
export interface SyntaxProblem {
  readonly rule: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Parsed {
  /** Undefined where the document has no content. */
  readonly root?: Node;
  readonly problems: readonly SyntaxProblem[];
}

/** Deeper than any manifest; Go's JSON decoder, which all manifests go through, stops at 10,000. */
export const MAX_DEPTH = 1000;

const OPTIONS = {
  version: "1.1",
  schema: "failsafe",
  merge: false,
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

/**
 * Parses the text of one document into a tree.
 * @param text the document, without separators
 * @param offset where the document starts in its file
 * @returns the tree, and every syntax problem that the parser could recover from
 */
export function parseDocument(text: string, offset: number): Parsed {
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(text)) {
    if (token.type === "document" && token.value && isTooDeep(token.value))
      return { problems: [describeDepth(token.offset + offset)] };
    tokens.push(token);
  }
  const documents = [...new Composer(OPTIONS).compose(tokens, true, text.length)];
  const first = documents[0];
  if (!first) return { problems: [] };
  const problems = documents.flatMap((document) =>
    document.errors.map((error) => describe(error, text, offset)),
  );
  const root = first.contents ? convert(first as Document.Parsed, offset) : undefined;
  return { root, problems };
}

function describeDepth(at: number): SyntaxProblem {
  return {
    rule: "yaml/too-deep",
    message: `the document is nested deeper than ${MAX_DEPTH} levels and is not checked`,
    start: at,
    end: at,
  };
}

function isTooDeep(root: CST.Token): boolean {
  const stack: [CST.Token, number][] = [[root, 1]];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [token, depth] = top;
    if (depth > MAX_DEPTH) return true;
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) stack.push([item.key, depth + 1]);
      if (item.value) stack.push([item.value, depth + 1]);
    }
  }
  return false;
}

function describe(error: YAMLError, text: string, offset: number): SyntaxProblem {
  const [start, end] = error.pos;
  if (text.startsWith("%", start)) {
    return {
      rule: "yaml/directive",
      message: "a YAML directive is refused by kubectl, remove the line",
      start: start + offset,
      end: end + offset,
    };
  }
  return { rule: "yaml/syntax", message: error.message, start: start + offset, end: end + offset };
}

/** Turns the library's tree into ours and binds each alias to the anchor that stands before it. */
function convert(document: Document.Parsed, offset: number): Node | undefined {
  const anchors = new Map<string, { node?: Node }>();
  const build = (source: ParsedNode | null, at: number): Node => {
    if (source === null) return emptyScalar(at);
    const slot: { node?: Node } = {};
    if (!isAlias(source) && source.anchor !== undefined) anchors.set(source.anchor, slot);
    slot.node = buildNode(source);
    return slot.node;
  };
  const buildNode = (source: ParsedNode): Node => {
    const [start, end] = [source.range[0] + offset, source.range[1] + offset];
    if (isAlias(source)) {
      const slot = anchors.get(source.source);
      return {
        kind: "alias",
        name: source.source,
        start,
        end,
        get target() {
          return slot?.node;
        },
      } satisfies AliasNode;
    }
    if (isMap(source)) {
      const entries = source.items.map((pair): Entry => {
        const key = build(pair.key, start);
        return { key, value: build(pair.value, key.end) };
      });
      return { kind: "mapping", flow: source.flow === true, entries, start, end };
    }
    if (isSeq(source)) {
      const items = source.items.map((item) =>
        "key" in item ? singlePair(item, start) : build(item as ParsedNode, start),
      );
      return { kind: "sequence", flow: source.flow === true, items, start, end };
    }
    return buildScalar(source, start, end);
  };
  const singlePair = (pair: { key: unknown; value?: unknown }, at: number): Node => {
    const key = build(pair.key as ParsedNode, at);
    const value = build((pair.value ?? null) as ParsedNode | null, key.end);
    return {
      kind: "mapping",
      flow: true,
      entries: [{ key, value }],
      start: key.start,
      end: value.end,
    };
  };
  return build(document.contents as ParsedNode, offset);
}

function emptyScalar(at: number): ScalarNode {
  return { kind: "scalar", text: "", style: "plain", start: at, end: at };
}

function buildScalar(source: ParsedNode, start: number, end: number): ScalarNode {
  if (!isScalar(source)) return emptyScalar(start);
  const style =
    source.type === "QUOTE_DOUBLE"
      ? "double"
      : source.type === "QUOTE_SINGLE"
        ? "single"
        : source.type === "BLOCK_LITERAL" || source.type === "BLOCK_FOLDED"
          ? "block"
          : "plain";
  return { kind: "scalar", text: String(source.source ?? ""), style, tag: source.tag, start, end };
}
