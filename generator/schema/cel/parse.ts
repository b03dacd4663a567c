import { CelError } from "./error.ts";
import { readLiteral } from "./literals.ts";
import type { Literal, MapLiteral, ListLiteral, Node } from "./node.ts";
import { readTokens, syntaxError, type Token } from "./tokens.ts";

/** Nested deeper than this, cel-go refuses an expression. */
const MAX_DEPTH = 250;

/** Names that cannot stand for a variable or function. Source: cel-go parser/parser.go. */
const RESERVED = new Set(
  "as break const continue else false for function if import in let loop package namespace null return true var void while".split(
    " ",
  ),
);

/**
 * Parses an expression of the Common Expression Language with optional syntax, as cel-go does.
 * @returns its tree; names and types in it are not looked at
 * @throws CelError where it cannot be parsed
 * Source: cel-go parser/gen/CEL.g4, cel.dev/expr doc/langdef.md.
 */
export function parse(source: string): Node {
  let node = parsed.get(source);
  if (node === undefined) {
    const parser = createParser(readTokens(source));
    node = parser.parseExpression();
    parser.expect("");
    parsed.set(source, node);
  }
  return node;
}

/** The versions of a CRD mostly have the same rules. */
const parsed = new Map<string, Node>();

/** Literals that are words. */
const WORDS = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const RELATIONS = new Map([
  ...["<", "<=", ">", ">=", "==", "!="].map((sign) => [sign, `_${sign}_`] as const),
  ["in", "@in"],
]);
const SUMS = new Map(["+", "-"].map((sign) => [sign, `_${sign}_`]));
const PRODUCTS = new Map(["*", "/", "%"].map((sign) => [sign, `_${sign}_`]));

function createParser(tokens: readonly Token[]) {
  let position = 0;
  let depth = 0;
  const peek = (): Token => tokens[position]!;
  const isSign = (text: string, ahead = 0): boolean => {
    const { kind, text: found } = tokens[Math.min(position + ahead, tokens.length - 1)]!;
    return found === text && (kind === "sign" || kind === "name" || kind === "end");
  };
  const accept = (text: string): boolean => {
    if (!isSign(text)) return false;
    position++;
    return true;
  };
  const expect = (text: string): void => {
    if (!accept(text)) throw unexpected(text === "" ? "the end" : text);
  };
  const unexpected = (wanted?: string) => {
    const found = peek().kind === "end" ? "end" : JSON.stringify(peek().text);
    return syntaxError(`unexpected ${found}${wanted === undefined ? "" : `, expected ${wanted}`}`);
  };
  const descend = <T>(read: () => T): T => {
    if (++depth > MAX_DEPTH) throw syntaxError(`it is nested deeper than ${MAX_DEPTH} levels`);
    const result = read();
    depth--;
    return result;
  };

  function parseExpression(): Node {
    return descend(() => {
      const condition = parseOr();
      if (!accept("?")) return condition;
      const yes = parseOr();
      expect(":");
      return { op: "call", name: "_?_:_", args: [condition, yes, parseExpression()] };
    });
  }

  function parseOr(): Node {
    return parseChain("||", () => parseChain("&&", () => parseBinary(RELATIONS, parseSum)));
  }

  /** Terms stand in a tree that is no deeper than it must be, however many there are. */
  function parseChain(sign: string, operand: () => Node): Node {
    const terms = [operand()];
    while (accept(sign)) terms.push(operand());
    const join = (from: number, to: number): Node => {
      if (to - from === 1) return terms[from]!;
      const middle = (from + to) >> 1;
      return { op: "call", name: `_${sign}_`, args: [join(from, middle), join(middle, to)] };
    };
    return join(0, terms.length);
  }

  function parseSum(): Node {
    return parseBinary(SUMS, () => parseBinary(PRODUCTS, parseUnary));
  }

  /** Operators of one rank, from left to right. */
  function parseBinary(operators: ReadonlyMap<string, string>, operand: () => Node): Node {
    const before = depth;
    let node = operand();
    for (;;) {
      const token = peek();
      const name =
        token.kind === "sign" || token.text === "in" ? operators.get(token.text) : undefined;
      if (name === undefined) break;
      position++;
      node = { op: "call", name, args: [node, operand()] };
      if (++depth > MAX_DEPTH) throw syntaxError(`it is nested deeper than ${MAX_DEPTH} levels`);
    }
    depth = before;
    return node;
  }

  function parseUnary(): Node {
    const sign = ["!", "-"].find((each) => isSign(each));
    if (sign === undefined) return parseMember();
    const isNumber = ["int", "float"].includes(tokens[position + 1]!.kind);
    if (sign === "-" && isNumber) return parseMember();
    let count = 0;
    while (accept(sign)) count++;
    const operand = parseMember();
    return count % 2 === 0 ? operand : { op: "call", name: `${sign}_`, args: [operand] };
  }

  function parseMember(): Node {
    const before = depth;
    let node = parsePrimary();
    for (;;) {
      if (isSign(".")) node = parseSelect(node);
      else if (accept("[")) {
        const name = accept("?") ? "_[?_]" : "_[_]";
        node = { op: "call", name, args: [node, parseExpression()] };
        expect("]");
      } else break;
      if (++depth > MAX_DEPTH) throw syntaxError(`it is nested deeper than ${MAX_DEPTH} levels`);
    }
    depth = before;
    return node;
  }

  function parseSelect(target: Node): Node {
    expect(".");
    const optional = accept("?");
    const name = parseName("a name");
    if (!optional && accept("(")) return { op: "call", name, target, args: parseArguments() };
    return { op: "select", target, name, kind: optional ? "optional" : "value" };
  }

  function parseName(wanted?: string): string {
    const { kind, text } = peek();
    if (kind !== "name" || ["in", "true", "false", "null"].includes(text)) throw unexpected(wanted);
    position++;
    return text;
  }

  function parsePrimary(): Node {
    if (accept("(")) {
      const node = parseExpression();
      expect(")");
      return node;
    }
    if (accept("[")) return parseList();
    if (accept("{")) return parseMap();
    const literal = parseLiteral();
    if (literal !== undefined) return { op: "literal", value: literal.value };
    const dot = accept(".") ? "." : "";
    const type = messageType();
    if (type !== undefined) return parseMessage(dot + type);
    const name = parseName();
    if (RESERVED.has(name)) throw syntaxError(`reserved identifier: ${name}`);
    if (!accept("(")) return { op: "identifier", name: dot + name };
    return createCall(dot + name, parseArguments());
  }

  function parseLiteral(): { value: Literal["value"] } | undefined {
    const negative = isSign("-");
    if (negative) position++;
    const token = peek();
    const value = readLiteral(token, negative);
    if (value === undefined) {
      if (negative) throw unexpected();
      if (token.kind !== "name" || !WORDS.has(token.text)) return undefined;
      position++;
      return { value: WORDS.get(token.text)! };
    }
    position++;
    return { value };
  }

  /** @returns `a.b` where `a.b{` stands ahead */
  function messageType(): string | undefined {
    let ahead = 0;
    while (tokens[position + ahead]!.kind === "name" && isSign(".", ahead + 1)) ahead += 2;
    if (tokens[position + ahead]!.kind !== "name" || !isSign("{", ahead + 1)) return undefined;
    return tokens
      .slice(position, position + ahead + 1)
      .map(({ text }) => text)
      .join("");
  }

  function parseMessage(type: string): Node {
    while (!accept("{")) position++;
    const values: Node[] = [];
    parseItems("}", () => {
      accept("?");
      parseName("a name");
      expect(":");
      values.push(parseExpression());
    });
    return { op: "message", type, values };
  }

  function parseList(): ListLiteral {
    const items: { value: Node; optional: boolean }[] = [];
    parseItems("]", () => {
      const optional = accept("?");
      items.push({ value: parseExpression(), optional });
    });
    return { op: "list", items };
  }

  function parseMap(): MapLiteral {
    const entries: { key: Node; value: Node; optional: boolean }[] = [];
    parseItems("}", () => {
      const optional = accept("?");
      const key = parseExpression();
      expect(":");
      entries.push({ key, value: parseExpression(), optional });
    });
    return { op: "map", entries };
  }

  /** Reads what stands between commas; one may follow the last. */
  function parseItems(end: string, readItem: () => void): void {
    if (accept(",")) return expect(end);
    while (!accept(end)) {
      readItem();
      if (!accept(",") && !isSign(end)) throw unexpected(end);
    }
  }

  function parseArguments(): Node[] {
    const args: Node[] = [];
    if (accept(")")) return args;
    do args.push(parseExpression());
    while (accept(","));
    expect(")");
    return args;
  }

  return { parseExpression, expect };
}

/** `has(a.b)` asks for a field. */
function createCall(name: string, args: readonly Node[]): Node {
  const [target] = args;
  if (name !== "has" || args.length !== 1) return { op: "call", name, args };
  if (target?.op !== "select" || target.kind === "optional")
    throw syntaxError("invalid argument to has() macro");
  return { ...target, kind: "presence" };
}

/** @returns why an expression cannot be parsed, or undefined; names and types in it are not looked at */
export function findRuleSyntaxProblem(source: string): string | undefined {
  try {
    parse(source);
    return undefined;
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}
