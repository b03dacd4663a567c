/**
 * Strings that every YAML reader takes for the same string without quotes: a word, path, host or flag; a version with two dots, an
 * address or a range of them; a duration.
 */
const plain =
  /^(?:[A-Za-z_/.][A-Za-z0-9_./@+=-]*(?:[ :][A-Za-z0-9_./@+=-]+)*|\d+\.\d+\.\d+[A-Za-z0-9./-]*|\d+(?:ms|s|m|h|[KMGT]i))$/;

/** Words that YAML 1.1 or 1.2 reads as a boolean, null or number. */
const reserved =
  /^(?:y|n|yes|no|on|off|true|false|null|[.]|[.]?(?:inf|nan)|[._]?\d[\d_]*[.]?[\d_]*(?:e[-+]?\d+)?)$/i;

/**
 * Prints a scalar on one line so that YAML 1.1 and 1.2 readers agree on it.
 * @param value a string, number, bigint, boolean or null
 * @returns plain text where that is safe, else a double-quoted string
 */
export function printScalar(value: unknown): string {
  if (typeof value !== "string") return printNonString(value);
  if (plain.test(value) && !reserved.test(value)) return value;
  return quote(value);
}

/**
 * Prints a value as a person writes YAML: block style, lists indented below their key, no folded lines, `{}` and `[]` only where empty,
 * text of several lines as a literal block. Keys keep their order; those with the value undefined are left out.
 * @param value JSON-like data
 * @param indent the column that lines after the first start in
 * @returns text without a final newline; a mapping or list starts in its first line
 */
export function printYaml(value: unknown, indent = 0): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return value.map((item) => `- ${printYaml(item, indent + 2)}`).join(newline(indent));
  }
  if (isMapping(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return "{}";
    return entries
      .map(([key, item]) => `${printScalar(key)}:${printAfterKey(item, indent)}`)
      .join(newline(indent));
  }
  if (typeof value === "string" && isLiteral(value))
    return printLiteral(value, Math.max(indent, 2));
  return printScalar(value);
}

/**
 * Prints a value to stand behind `key:`.
 * @param value JSON-like data
 * @param indent the column that the key stands in
 * @returns text that begins with a space, or with a new line for a mapping or list
 */
export function printAfterKey(value: unknown, indent: number): string {
  const isBlock =
    (Array.isArray(value) && value.length > 0) ||
    (isMapping(value) && Object.values(value).some((item) => item !== undefined));
  return (isBlock ? newline(indent + 2) : " ") + printYaml(value, indent + 2);
}

function printNonString(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (typeof value === "number" && Number.isFinite(value))
    return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  throw new TypeError(`not a YAML scalar: ${typeof value}`);
}

function newline(indent: number): string {
  return `\n${" ".repeat(indent)}`;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every character outside printable ASCII and letters of other scripts is escaped, so that no reader can see a line break or a marker in it. */
function quote(value: string): string {
  const escaped = value.replace(/["\\]|[^\P{C}]|[\u0085\u2028\u2029\ufeff]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code <= 0xffff
      ? `\\u${code.toString(16).padStart(4, "0")}`
      : `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return `"${escaped}"`;
}

/** Text of several lines, none of which a literal block would change or hide. */
function isLiteral(value: string): boolean {
  const lines = value.replace(/\n$/, "").split("\n");
  return (
    lines.length > 1 &&
    !/^\s|^$/.test(lines[0] ?? "") &&
    lines.at(-1) !== "" &&
    !lines.some((line) => /[^\P{C}]|[\u2028\u2029]|\s$/u.test(line))
  );
}

function printLiteral(value: string, indent: number): string {
  const lines = value.replace(/\n$/, "").split("\n");
  const head = value.endsWith("\n") ? "|" : "|-";
  return [head, ...lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line))].join("\n");
}
