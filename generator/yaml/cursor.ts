/** A position in a file's text, up to the end of one document. */
export interface Cursor {
  readonly text: string;
  readonly end: number;
  at: number;
  /** Counts lines, so that two positions can be told to be on one line. */
  line: number;
  lineStart: number;
}

/** @returns the character code at the cursor, or some characters behind it; 0 at the end of the document and nowhere else */
export function codeAt(cursor: Cursor, ahead = 0): number {
  const at = cursor.at + ahead;
  return at < cursor.end ? cursor.text.charCodeAt(at) || 0xfffd : 0;
}

export function columnOf(cursor: Cursor): number {
  return cursor.at - cursor.lineStart;
}

/** YAML 1.1 line breaks: LF, CR, NEL, LS, PS. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** A blank, a line break or the end. */
export function isGap(code: number): boolean {
  return code === 32 || code === 10 || code === 0 || code === 9 || isBreak(code);
}

/** Moves behind a line break. @returns what the break stands for in a value */
export function takeBreak(cursor: Cursor): string {
  const code = codeAt(cursor);
  cursor.at += code === 13 && codeAt(cursor, 1) === 10 ? 2 : 1;
  cursor.line++;
  cursor.lineStart = cursor.at;
  return code >= 0x2028 ? String.fromCharCode(code) : "\n";
}

/** Moves to the line break that ends the line, or to the end. */
export function skipRestOfLine(cursor: Cursor): void {
  while (cursor.at < cursor.end && !isBreak(cursor.text.charCodeAt(cursor.at))) cursor.at++;
}

/** `---` or `...` at the start of a line, with a gap behind it. */
export function isAtMarker(cursor: Cursor, character: "-" | "."): boolean {
  if (cursor.at !== cursor.lineStart || codeAt(cursor, 2) === 0) return false;
  return cursor.text.startsWith(character.repeat(3), cursor.at) && isGap(codeAt(cursor, 3));
}
