import { syntaxError, type Token } from "./tokens.ts";
import { Uint } from "./values.ts";

/**
 * Reads the literal that a token is.
 * @returns its value, or undefined where the token is none
 * @throws CelError where a number is out of range or an escape means no character
 * Source: cel-go parser/parser.go and parser/unescape.go.
 */
export function readLiteral(
  { kind, text }: Token,
  negative = false,
): bigint | number | string | Uint | Uint8Array | undefined {
  switch (kind) {
    case "int":
      return readInt(negative ? -BigInt(text) : BigInt(text));
    case "uint":
      return readUint(BigInt(text.slice(0, -1)));
    case "float": {
      const value = Number(text);
      if (!Number.isFinite(value)) throw syntaxError("invalid double literal");
      return negative ? -value : value;
    }
    case "string":
      return unescapeText(text, (code) => {
        if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
          throw syntaxError("invalid unicode code point");
        return String.fromCodePoint(code);
      });
    case "bytes":
      return unescapeBytes(text.slice(1));
    default:
      return undefined;
  }
}

function readInt(value: bigint): bigint {
  if (value < -(1n << 63n) || value >= 1n << 63n) throw syntaxError("invalid int literal");
  return value;
}

function readUint(value: bigint): Uint {
  if (value >= 1n << 64n) throw syntaxError("invalid uint literal");
  return new Uint(value);
}

const escapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** @param print what stands for a numbered character */
function unescapeText(token: string, print: (code: number, escape: string) => string): string {
  const isRaw = /^[rR]/.test(token);
  const quoted = token.slice(isRaw ? 1 : 0).replaceAll(/\r\n?/g, "\n");
  const width = /^("""|''')/.test(quoted) && quoted.length >= 6 ? 3 : 1;
  const text = quoted.slice(width, -width);
  if (isRaw) return text;
  return text.replaceAll(
    /\\(?:([0-3][0-7]{2})|[xX](..)|u(.{4})|U(.{8})|(.))/gs,
    (escape, octal?: string, hex?: string, short?: string, long?: string, single?: string) => {
      if (single !== undefined) return escapes[single] ?? single;
      const code =
        octal === undefined
          ? Number.parseInt((hex ?? short ?? long)!, 16)
          : Number.parseInt(octal, 8);
      return print(code, escape);
    },
  );
}

/** Numbered characters are bytes; all others stand for their UTF-8. */
function unescapeBytes(token: string): Uint8Array {
  const numbered: number[] = [];
  const text = unescapeText(token, (code, escape) => {
    if (/^\\[uU]/.test(escape)) throw syntaxError(`${escape} is not allowed in bytes`);
    numbered.push(code);
    return "\ud800";
  });
  // A lone surrogate cannot stand in a source and marks the place of each numbered byte.
  const parts = text.split("\ud800").map((part) => Buffer.from(part));
  return Buffer.concat(
    parts.flatMap((part, index) =>
      index < numbered.length ? [part, Buffer.of(numbered[index]!)] : [part],
    ),
  );
}
