import { CelError } from "./error.ts";

type TokenKind = "float" | "int" | "uint" | "string" | "bytes" | "name" | "sign" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
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

const KINDS: readonly (readonly [TokenKind | "space", string])[] = [
  ["space", String.raw`[\t \r\n\f]+|//[^\n]*`],
  ["bytes", `[bB](?:${QUOTED})`],
  ["string", QUOTED],
  ["name", "[A-Za-z_][A-Za-z0-9_]*"],
  ["float", String.raw`\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?`],
  ["uint", String.raw`(?:0x[0-9a-fA-F]+|\d+)[uU]`],
  ["int", String.raw`0x[0-9a-fA-F]+|\d+`],
  ["sign", String.raw`[=!<>]=|&&|\|\||[-+*/%<>!?:.,[\](){}]`],
];

/** Source: CEL.g4 of cel-go, the lexer rules. */
const TOKEN = new RegExp(KINDS.map(([, pattern]) => `(${pattern})`).join("|"), "y");

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
    const [kind] = KINDS[match.findIndex((text, index) => index > 0 && text !== undefined) - 1]!;
    if (kind !== "space") tokens.push({ kind, text: match[0] });
    at += match[0].length;
  }
  tokens.push({ kind: "end", text: "" });
  return tokens;
}

/** @returns an error that an expression cannot be parsed */
export function syntaxError(problem: string): CelError {
  return new CelError(`cannot be parsed: ${problem}`);
}
