import { scanBlock } from "./block.ts";
import {
  codeAt,
  columnOf,
  isAtMarker,
  isBreak,
  isGap,
  skipRestOfLine,
  takeBreak,
} from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { scanPlain } from "./plain.ts";
import { scanQuoted } from "./quoted.ts";
import { checkPercent } from "./rules/directive/rule.ts";
import { refuse } from "./rules/syntax/rule.ts";
import { scanAnchor, scanTag } from "./tag.ts";
import type { Token, TokenType } from "./token.ts";
import {
  dropCandidate,
  insert,
  isCandidateValid,
  rollIndent,
  saveCandidate,
  unrollIndent,
} from "./scanner.ts";
import type { Scanner } from "./scanner.ts";

/** @returns the next token, which stays where it is */
export function peekToken(scanner: Scanner): Token {
  for (;;) {
    const token = scanner.tokens[scanner.head];
    if (token && !isWaiting(scanner)) return token;
    fetchToken(scanner);
  }
}

/** Passes the next token; `peekToken` must have been called. */
export function skipToken(scanner: Scanner): void {
  scanner.head++;
  scanner.taken++;
  if (scanner.head < scanner.tokens.length) return;
  scanner.tokens.length = 0;
  scanner.head = 0;
}

/** Could the next token still turn out to be a key? */
function isWaiting(scanner: Scanner): boolean {
  const level = scanner.waiting.get(scanner.taken);
  return level !== undefined && isCandidateValid(scanner, level);
}

function fetchToken(scanner: Scanner): void {
  const { cursor } = scanner;
  skipToToken(scanner);
  unrollIndent(scanner, columnOf(cursor));
  if (cursor.at >= cursor.end) return fetchEnd(scanner);
  const code = codeAt(cursor);
  if (cursor.at === cursor.lineStart) {
    if (code === 37) return fetchDirective(scanner);
    if (isAtMarker(cursor, "-")) return fetchBoundary(scanner, "document-start", 3);
    if (isAtMarker(cursor, ".")) return fetchBoundary(scanner, "document-end", 3);
  }
  fetchContent(scanner, code);
}

function fetchContent(scanner: Scanner, code: number): void {
  const { cursor } = scanner;
  const inFlow = scanner.flowLevel > 0;
  const isFollowedByGap = isGap(codeAt(cursor, 1));
  switch (code) {
    case 91: // [
    case 123: // {
      return fetchFlowStart(scanner, code === 91 ? "[" : "{");
    case 93: // ]
    case 125: // }
      return fetchFlowEnd(scanner, code === 93 ? "]" : "}");
    case 44: // ,
      dropCandidate(scanner);
      scanner.allowsKey = true;
      return push(scanner, ",", 1);
    case 45: // -
      if (isFollowedByGap) return fetchDash(scanner);
      break;
    case 63: // ?
      if (inFlow || isFollowedByGap) return fetchKey(scanner);
      break;
    case 58: // :
      if (inFlow || isFollowedByGap) return fetchValue(scanner);
      break;
    case 42: // *
    case 38: // &
    case 33: // !
    case 39: // '
    case 34: // "
      saveCandidate(scanner);
      scanner.allowsKey = false;
      scanner.tokens.push(
        code === 33
          ? scanTag(cursor)
          : code === 42 || code === 38
            ? scanAnchor(cursor)
            : scanQuoted(cursor),
      );
      return;
    case 124: // |
    case 62: // >
      if (inFlow) return refuseCharacter(cursor);
      dropCandidate(scanner);
      scanner.allowsKey = true;
      scanner.tokens.push(scanBlock(cursor, scanner.indent));
      return;
    case 9: // tab
    case 35: // #
    case 37: // %
    case 64: // @
    case 96: // `
      return refuseCharacter(cursor);
  }
  saveCandidate(scanner);
  scanner.allowsKey = false;
  const { token, crossedLine } = scanPlain(cursor, scanner.indent, inFlow);
  scanner.tokens.push(token);
  if (crossedLine) scanner.allowsKey = true;
}

function refuseCharacter(cursor: Cursor): never {
  const character = cursor.text.charAt(cursor.at);
  if (character === "\t") refuse("a tab cannot indent YAML, use spaces", cursor.at);
  refuse(`a value cannot start with ${character}, quote it`, cursor.at);
}

function push(scanner: Scanner, type: TokenType, length: number): void {
  const { cursor } = scanner;
  scanner.tokens.push({ type, start: cursor.at, end: cursor.at + length });
  cursor.at += length;
}

function fetchBoundary(scanner: Scanner, type: TokenType, length: number): void {
  unrollIndent(scanner, -1);
  dropCandidate(scanner);
  scanner.allowsKey = false;
  push(scanner, type, length);
}

/** The end counts as a new line, so that no key can still be waiting for its colon. */
function fetchEnd(scanner: Scanner): void {
  scanner.cursor.line++;
  fetchBoundary(scanner, "end", 0);
}

function fetchDirective(scanner: Scanner): void {
  const { cursor } = scanner;
  unrollIndent(scanner, -1);
  dropCandidate(scanner);
  scanner.allowsKey = false;
  const start = cursor.at;
  skipRestOfLine(cursor);
  checkPercent(cursor.text, start, cursor.at);
  scanner.tokens.push({ type: "directive", start, end: cursor.at });
}

function fetchFlowStart(scanner: Scanner, type: "[" | "{"): void {
  saveCandidate(scanner);
  scanner.candidates.push(undefined);
  scanner.flowLevel++;
  scanner.allowsKey = true;
  push(scanner, type, 1);
}

function fetchFlowEnd(scanner: Scanner, type: "]" | "}"): void {
  dropCandidate(scanner);
  if (scanner.flowLevel > 0) {
    scanner.flowLevel--;
    scanner.candidates.pop();
  }
  scanner.allowsKey = false;
  push(scanner, type, 1);
}

function fetchDash(scanner: Scanner): void {
  const { cursor } = scanner;
  if (scanner.flowLevel === 0) {
    if (!scanner.allowsKey)
      refuse(
        "a list item cannot start here, put it on a line of its own or quote the dash",
        cursor.at,
      );
    rollIndent(scanner, columnOf(cursor), "block-sequence-start", cursor.at);
  }
  dropCandidate(scanner);
  scanner.allowsKey = true;
  push(scanner, "-", 1);
}

function fetchKey(scanner: Scanner): void {
  const { cursor } = scanner;
  if (scanner.flowLevel === 0) {
    if (!scanner.allowsKey) refuse("a key cannot start here, quote the question mark", cursor.at);
    rollIndent(scanner, columnOf(cursor), "block-mapping-start", cursor.at);
  }
  dropCandidate(scanner);
  scanner.allowsKey = scanner.flowLevel === 0;
  push(scanner, "key", 1);
}

function fetchValue(scanner: Scanner): void {
  const { cursor } = scanner;
  const level = scanner.candidates.length - 1;
  if (isCandidateValid(scanner, level)) {
    const { start, column, token } = scanner.candidates[level]!;
    const index = token - scanner.taken;
    insert(scanner, "key", start, index);
    rollIndent(scanner, column, "block-mapping-start", start, index);
    scanner.candidates[level] = undefined;
    scanner.waiting.delete(token);
    scanner.allowsKey = false;
  } else {
    if (scanner.flowLevel === 0) {
      if (!scanner.allowsKey)
        refuse(
          'a mapping cannot start here: quote the value if ": " belongs to it, or check the indentation',
          cursor.at,
        );
      rollIndent(scanner, columnOf(cursor), "block-mapping-start", cursor.at);
    }
    scanner.allowsKey = scanner.flowLevel === 0;
  }
  push(scanner, "value", 1);
}

function skipToToken(scanner: Scanner): void {
  const { cursor } = scanner;
  for (;;) {
    let code = codeAt(cursor);
    while (code === 32 || (code === 9 && (scanner.flowLevel > 0 || !scanner.allowsKey))) {
      cursor.at++;
      code = codeAt(cursor);
    }
    if (code === 35) {
      skipRestOfLine(cursor);
      code = codeAt(cursor);
    }
    if (!isBreak(code)) return;
    takeBreak(cursor);
    if (scanner.flowLevel === 0) scanner.allowsKey = true;
  }
}
