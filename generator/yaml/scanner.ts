import { columnOf } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { refuse } from "./rules/syntax/rule.ts";
import type { Token, TokenType } from "./token.ts";

/** A token that a later `:` on its line would make a key. */
interface KeyCandidate {
  readonly start: number;
  readonly line: number;
  readonly column: number;
  /** Number of its first token in the stream. */
  readonly token: number;
  /** Stands where only a key can stand. */
  readonly required: boolean;
}

/** Tokens of one document as libyaml's scanner finds them, on demand: what follows the document's end is never looked at. */
export interface Scanner {
  readonly cursor: Cursor;
  readonly tokens: Token[];
  head: number;
  /** Number of tokens that were taken. */
  taken: number;
  /** Column of the innermost block collection, -1 at the root. */
  indent: number;
  readonly indents: number[];
  flowLevel: number;
  /** May a key start here? */
  allowsKey: boolean;
  /** One a flow level. */
  readonly candidates: (KeyCandidate | undefined)[];
  /** Candidates that can still become keys, by token number. */
  readonly waiting: Map<number, number>;
}

/**
 * @param text the file's text
 * @param start where the document starts, behind a BOM
 * @param end where it ends
 */
export function createScanner(text: string, start: number, end: number): Scanner {
  const cursor = { text, end, at: start, line: 0, lineStart: start };
  const state = {
    tokens: [],
    head: 0,
    taken: 0,
    indent: -1,
    indents: [],
    flowLevel: 0,
    allowsKey: true,
  };
  return { cursor, ...state, candidates: [undefined], waiting: new Map() };
}

export function isCandidateValid(scanner: Scanner, level: number): boolean {
  const candidate = scanner.candidates[level];
  if (!candidate) return false;
  const { cursor } = scanner;
  if (candidate.line >= cursor.line && candidate.start + 1024 >= cursor.at) return true;
  if (candidate.required) refuseMissingColon(scanner, candidate);
  scanner.candidates[level] = undefined;
  return false;
}

function refuseMissingColon(scanner: Scanner, candidate: KeyCandidate): never {
  const { text, end } = scanner.cursor;
  const line = /[^\r\n]*/y;
  line.lastIndex = candidate.start;
  const length = Math.min(line.exec(text)?.[0].trimEnd().length ?? 1, end - candidate.start);
  refuse(
    'a "key: value" is expected here, the colon is missing',
    candidate.start,
    candidate.start + length,
  );
}

export function saveCandidate(scanner: Scanner): void {
  if (!scanner.allowsKey) return;
  const { cursor } = scanner;
  const column = columnOf(cursor);
  const required = scanner.flowLevel === 0 && scanner.indent === column;
  const token = scanner.taken + scanner.tokens.length - scanner.head;
  dropCandidate(scanner);
  const level = scanner.candidates.length - 1;
  scanner.candidates[level] = { start: cursor.at, line: cursor.line, column, token, required };
  scanner.waiting.set(token, level);
}

export function dropCandidate(scanner: Scanner): void {
  const level = scanner.candidates.length - 1;
  const candidate = scanner.candidates[level];
  if (!candidate) return;
  if (candidate.required) refuseMissingColon(scanner, candidate);
  scanner.candidates[level] = undefined;
  scanner.waiting.delete(candidate.token);
}

export function insert(scanner: Scanner, type: TokenType, at: number, index = -1): void {
  const token: Token = { type, start: at, end: at };
  if (index < 0) scanner.tokens.push(token);
  else scanner.tokens.splice(scanner.head + index, 0, token);
}

/** Starts a block collection where the column is deeper than the one around. */
export function rollIndent(
  scanner: Scanner,
  column: number,
  type: TokenType,
  at: number,
  index = -1,
): void {
  if (scanner.flowLevel > 0 || scanner.indent >= column) return;
  scanner.indents.push(scanner.indent);
  scanner.indent = column;
  insert(scanner, type, at, index);
}

export function unrollIndent(scanner: Scanner, column: number): void {
  if (scanner.flowLevel > 0) return;
  while (scanner.indent > column) {
    insert(scanner, "block-end", scanner.cursor.at);
    scanner.indent = scanner.indents.pop() ?? -1;
  }
}
