import type { Entry, Node } from "./node.ts";
import { MAX_DEPTH } from "./rules/too-deep/rule.ts";

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)/y;

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

/**
 * Reads one JSON value.
 * @param text the file's text
 * @param start where the value, or white space before it, starts
 * @returns the value's tree, which ends where the value ends, or undefined where the text is not JSON
 */
export function parseJson(text: string, start: number): Node | undefined {
  return readValue({ text, at: start, depth: 0 });
}

function readValue(reader: Reader): Node | undefined {
  skipSpace(reader);
  const start = reader.at;
  switch (reader.text[start]) {
    case "{":
    case "[": {
      // Deeper JSON is left to the YAML parser, which reports the depth.
      if (++reader.depth > MAX_DEPTH) return undefined;
      reader.at++;
      const node =
        reader.text[start] === "{" ? readObject(reader, start) : readArray(reader, start);
      reader.depth--;
      return node;
    }
    case '"':
      return readString(reader);
    default: {
      const text = match(reader, PLAIN);
      return text === undefined
        ? undefined
        : { kind: "scalar", text, style: "plain", start, end: reader.at };
    }
  }
}

function readString(reader: Reader): Node | undefined {
  const start = reader.at;
  const source = match(reader, STRING);
  if (source === undefined) return undefined;
  const text = (JSON.parse(source) as string).replace(/\p{Surrogate}/gu, "\ufffd");
  return { kind: "scalar", text, style: "double", start, end: reader.at };
}

function readObject(reader: Reader, start: number): Node | undefined {
  const entries: Entry[] = [];
  if (takeMark(reader, "}")) return { kind: "mapping", flow: true, entries, start, end: reader.at };
  do {
    skipSpace(reader);
    const key = readString(reader);
    if (!key || !takeMark(reader, ":")) return undefined;
    const value = readValue(reader);
    if (!value) return undefined;
    entries.push({ key, value });
  } while (takeMark(reader, ","));
  return takeMark(reader, "}")
    ? { kind: "mapping", flow: true, entries, start, end: reader.at }
    : undefined;
}

function readArray(reader: Reader, start: number): Node | undefined {
  const items: Node[] = [];
  if (takeMark(reader, "]"))
    return { kind: "sequence", flow: true, items, dashes: [], start, end: reader.at };
  do {
    const item = readValue(reader);
    if (!item) return undefined;
    items.push(item);
  } while (takeMark(reader, ","));
  return takeMark(reader, "]")
    ? { kind: "sequence", flow: true, items, dashes: [], start, end: reader.at }
    : undefined;
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const text = pattern.exec(reader.text)?.[0];
  if (text !== undefined) reader.at += text.length;
  return text;
}

function skipSpace(reader: Reader): void {
  match(reader, SPACE);
}

function takeMark(reader: Reader, mark: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at++;
  return true;
}
