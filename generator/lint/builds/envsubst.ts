import { asText } from "../../core/json.ts";
import { compilePattern } from "../../schema/pattern.ts";

/** A text with its variables replaced, or what is wrong with it. */
export type Substituted = { text: string } | { problem: string; variable?: string };

/**
 * Replaces `${VAR}` as Flux does after a build (fluxcd/pkg envsubst, a fork of drone/envsubst): defaults, substrings, case,
 * length, trims and replacements; `$$` is a dollar sign, `$VAR` without braces stays.
 * @param text any text
 * @param read gives a variable's value; undefined where it has none
 */
export function substituteVariables(
  text: string,
  read: (name: string) => string | undefined,
): Substituted {
  if (!text.includes("$")) return { text };
  try {
    return { text: new Scanner(text, read).scanText() };
  } catch (error) {
    if (error instanceof SubstitutionError)
      return { problem: error.message, variable: error.variable };
    throw error;
  }
}

class SubstitutionError extends Error {
  readonly variable: string | undefined;
  constructor(message: string, variable?: string) {
    super(message);
    this.variable = variable;
  }
}

class Scanner {
  private at = 0;
  private readonly text: string;
  private readonly read: (name: string) => string | undefined;

  constructor(text: string, read: (name: string) => string | undefined) {
    this.text = text;
    this.read = read;
  }

  scanText(): string {
    let result = "";
    while (this.at < this.text.length) {
      if (this.text.startsWith("$$", this.at)) {
        result += "$";
        this.at += 2;
      } else if (this.text.startsWith("${", this.at)) result += this.scanExpression();
      else result += this.text[this.at++]!;
    }
    return result;
  }

  private scanExpression(): string {
    this.at += 2;
    if (this.text[this.at] === "#") {
      this.at++;
      const value = this.valueOf(this.scanName());
      this.close();
      return asText(Buffer.byteLength(value));
    }
    const name = this.scanName();
    const operator = /^(?::[-=?+]|=|\/\/|\/#|\/%|\/|##|#|%%|%|\^\^|\^|,,|,|:)/.exec(
      this.text.slice(this.at, this.at + 2),
    )?.[0];
    if (operator === undefined) {
      this.close();
      return this.valueOf(name);
    }
    this.at += operator.length;
    if (/^(?::[-=?+]|=)$/.test(operator)) {
      const fallback = this.scanArgument("}");
      this.close();
      return this.read(name) || fallback;
    }
    return this.transform(operator, name);
  }

  private transform(operator: string, name: string): string {
    if (/^[\^,]/.test(operator)) {
      this.close();
      return changeCase(this.valueOf(name), operator);
    }
    if (operator === ":") {
      const start = this.scanArgument(":}");
      const length = this.text[this.at] === ":" ? (this.at++, this.scanArgument("}")) : undefined;
      this.close();
      return substring(this.valueOf(name), start, length);
    }
    if (operator.startsWith("/")) {
      const pattern = this.scanArgument("/");
      if (this.text[this.at++] !== "/")
        throw new SubstitutionError(`\${${name}${operator}...} needs a second /`);
      const replacement = this.scanArgument("}");
      this.close();
      return replace(this.valueOf(name), operator, pattern, replacement);
    }
    const pattern = this.scanArgument("}");
    this.close();
    return trim(this.valueOf(name), operator, pattern);
  }

  private scanName(): string {
    const name = /^[\p{L}\p{N}_]+/u.exec(this.text.slice(this.at, this.at + 256))?.[0];
    if (name === undefined)
      throw new SubstitutionError(
        `unable to parse variable name in ${this.text.slice(this.at - 2, this.at + 20)}`,
      );
    this.at += name.length;
    return name;
  }

  /** Reads up to one of the end characters; expressions inside are replaced. */
  private scanArgument(ends: string): string {
    let result = "";
    while (this.at < this.text.length && !ends.includes(this.text[this.at]!)) {
      if (this.text.startsWith("${", this.at)) result += this.scanExpression();
      else result += this.text[this.at++]!;
    }
    return result;
  }

  private close(): void {
    if (this.text[this.at] !== "}") throw new SubstitutionError("missing closing brace");
    this.at++;
  }

  private valueOf(name: string): string {
    const value = this.read(name);
    if (value === undefined) throw new SubstitutionError(`variable not set: ${name}`, name);
    return value;
  }
}

function changeCase(value: string, operator: string): string {
  const change = (text: string) =>
    operator.startsWith("^") ? text.toUpperCase() : text.toLowerCase();
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}

function substring(value: string, start: string, length: string | undefined): string {
  if (!/^[+-]?\d+$/.test(start)) return value;
  const from = Number(start) < 0 ? Math.max(0, value.length + Number(start)) : Number(start);
  if (length === undefined) return value.slice(from);
  if (!/^[+-]?\d+$/.test(length)) return value;
  return from + Number(length) >= value.length
    ? value.slice(from)
    : value.slice(from, from + Number(length));
}

function replace(value: string, operator: string, pattern: string, replacement: string): string {
  if (operator === "//") return value.replaceAll(pattern, () => replacement);
  if (operator === "/#")
    return value.startsWith(pattern) ? replacement + value.slice(pattern.length) : value;
  if (operator === "/%")
    return value.endsWith(pattern)
      ? value.slice(0, value.length - pattern.length) + replacement
      : value;
  return value.replace(pattern, () => replacement);
}

/** `#` and `%` remove the shortest match of a glob from the front or the end, `##` and `%%` the longest. */
function trim(value: string, operator: string, glob: string): string {
  const front = operator.startsWith("#");
  const matches = compileGlob(glob);
  const sizes = Array.from({ length: value.length }, (_, index) =>
    operator.length === 1 ? index + 1 : value.length - index,
  );
  const size = sizes.find((length) =>
    matches(front ? value.slice(0, length) : value.slice(value.length - length)),
  );
  if (size === undefined) return value;
  return front ? value.slice(size) : value.slice(0, value.length - size);
}

function compileGlob(glob: string): (text: string) => boolean {
  const source = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = compilePattern(`(?s)^${source}$`);
  return (text) => expression?.test(text) ?? false;
}
