import { CelError } from "./error.ts";

export type TokenKind = "float" | "int" | "uint" | "string" | "bytes" | "name" | "sign" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\u0060]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const QUOTED = [
  `"""(?:${ESCAPE}|[^\\\\])*?"""`,
  `'''(?:${ESCAPE}|[^\\\\])*?'''`,
  `"(?:${ESCAPE}|[^\\\\"\\n\\r])*"`,
  `'(?:${ESCAPE}|[^\\\\'\\n\\r])*'`,
  `[rR]"""[^]*?"""`,
  `[rR]'''[^]*?'''`,
  `[rR]"[^"\\n\\r]*"`,
  `[rR]'[^'\\n\\r]*'`,
].join("|");

/** Source: CEL.g4 of cel-go, the lexer rules. */
const TOKEN = new RegExp(
  [
    `(?<space>[\\t \\r\\n\\f]+|//[^\\n]*)`,
    `(?<bytes>[bB](?:${QUOTED}))`,
    `(?<string>${QUOTED})`,
    String.raw`(?<float>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)`,
    String.raw`(?<uint>(?:0x[0-9a-fA-F]+|\d+)[uU])`,
    String.raw`(?<int>0x[0-9a-fA-F]+|\d+)`,
    `(?<name>[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<sign>[=!<>]=|&&|\|\||[-+*/%<>!?:.,[\](){}])`,
  ].join("|"),
  "y",
);

/**
 * Splits an expression into tokens; the last one is the end.
 * @throws CelError at a character that starts no token
 */
export function readTokens(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (match === null) throw syntaxError(`unexpected ${JSON.stringify(source.slice(at, at + 1))}`);
    const [kind] = Object.entries(match.groups!).find(([, text]) => text !== undefined)!;
    if (kind !== "space") tokens.push({ kind: kind as TokenKind, text: match[0], at });
    at += match[0].length;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

/** @returns an error that an expression cannot be parsed */
export function syntaxError(problem: string): CelError {
  return new CelError(`cannot be parsed: ${problem}`);
}
