import type { ScalarNode } from "./node.ts";

/**
 * YAML 1.1 scalars as go.yaml.in/yaml/v2 resolves them (its resolve.go), which is what sigs.k8s.io/yaml and with it kubectl,
 * the API server and Flux use.
 */
export type Resolved =
  | { type: "string"; value: string }
  | { type: "boolean"; value: boolean }
  | { type: "null"; value: null }
  /** A bigint where a double does not hold every digit. `unsigned` marks 2^63 and above. */
  | { type: "integer"; value: number | bigint; unsigned: boolean }
  | { type: "float"; value: number };

export type Invalid = { type: "invalid"; message: string };

/** A mapping's key: the JSON string that it becomes, and what go-yaml compares. */
export interface Key {
  readonly text: string;
  readonly identity: string;
}

const TRUE = new Set(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]);
const FALSE = new Set(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]);
const NULL = new Set(["", "~", "null", "Null", "NULL"]);
const SPECIAL_FLOATS = new Map([
  ...[".nan", ".NaN", ".NAN"].map((text) => [text, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map(
    (text) => [text, Number.POSITIVE_INFINITY] as const,
  ),
  ...["-.inf", "-.Inf", "-.INF"].map((text) => [text, Number.NEGATIVE_INFINITY] as const),
]);

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const PREFIXED = /^([-+]?)0([xXoObB])([0-9a-fA-F]+)$/;
const OLD_OCTAL = /^([-+]?)0([0-7]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** What Go's strconv.ParseFloat takes beyond FLOAT when the text starts with a dot. */
const DOT_FLOAT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMP =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?)?$/;

const MAX_UNSIGNED = 2n ** 64n;
const MAX_SIGNED = 2n ** 63n;

/**
 * Reads a plain scalar without a tag.
 * @param text the scalar's text after folding
 * @returns its type and value; anything that is no boolean, null or number is a string
 */
export function resolvePlain(text: string): Resolved {
  const code = text.length === 0 ? 126 : text.charCodeAt(0);
  const isNumeric = (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
  if (!isNumeric) {
    if (text.length <= 5) {
      if (TRUE.has(text)) return { type: "boolean", value: true };
      if (FALSE.has(text)) return { type: "boolean", value: false };
      if (NULL.has(text)) return { type: "null", value: null };
    }
    return { type: "string", value: text };
  }
  const special = SPECIAL_FLOATS.get(text);
  if (special !== undefined) return { type: "float", value: special };
  if (code === 46)
    return DOT_FLOAT.test(text) ? toFloat(text, text) : { type: "string", value: text };
  if (TIMESTAMP.test(text)) return { type: "string", value: text };
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  return (
    readInteger(plain) ??
    (FLOAT.test(plain) ? toFloat(plain, text) : { type: "string", value: text })
  );
}

function readInteger(text: string): Resolved | undefined {
  if (DECIMAL.test(text)) return readDecimal(text);
  const prefixed = PREFIXED.exec(text);
  if (prefixed) {
    const [, sign = "", letter = "", digits = ""] = prefixed;
    const base = letter.toLowerCase();
    const allowed = base === "x" ? /^[0-9a-fA-F]+$/ : base === "o" ? /^[0-7]+$/ : /^[01]+$/;
    return allowed.test(digits)
      ? toInteger(sign === "-", `0${base}${digits}`, sign !== "")
      : undefined;
  }
  const octal = OLD_OCTAL.exec(text);
  return octal ? toInteger(octal[1] === "-", `0o${octal[2]}`, octal[1] !== "") : undefined;
}

function readDecimal(text: string): Resolved | undefined {
  // Adding 0 makes -0 a 0.
  if (text.length <= 15) return { type: "integer", value: Number(text) + 0, unsigned: false };
  const isSigned = text[0] === "+" || text[0] === "-";
  const digits = isSigned ? text.slice(1) : text;
  return digits.length > 20 ? undefined : toInteger(text[0] === "-", digits, isSigned);
}

function toInteger(negative: boolean, digits: string, signed: boolean): Resolved | undefined {
  const magnitude = BigInt(digits);
  const unsigned = magnitude >= MAX_SIGNED && !(negative && magnitude === MAX_SIGNED);
  // Go's ParseUint takes no sign, so a signed number beyond int64 is no integer.
  if (unsigned && (signed || magnitude >= MAX_UNSIGNED)) return undefined;
  const value = negative ? -magnitude : magnitude;
  const isSafe = magnitude <= BigInt(Number.MAX_SAFE_INTEGER);
  return { type: "integer", value: isSafe ? Number(value) : value, unsigned };
}

/** Go's ParseFloat fails where the number is too large, and the scalar stays a string then. */
function toFloat(digits: string, text: string): Resolved {
  const value = Number(digits);
  return Number.isFinite(value) ? { type: "float", value } : { type: "string", value: text };
}

/**
 * Writes a number that is used as a mapping key as sigs.k8s.io/yaml does: Go's FormatFloat(value, 'g', -1, 32).
 * @param value a float key such as the 1e3 of `1e3: x`
 * @returns its text, such as `1000`
 */
export function formatFloatKey(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) return rounded > 0 ? ".inf" : "-.inf";
  if (rounded === 0) return Object.is(rounded, -0) ? "-0" : "0";
  const [mantissa = "", power = "0"] = shortestFloat32(rounded).split("e");
  const exponent = Number(power);
  if (exponent >= 0 && exponent < 6) return String(Number(`${mantissa}e${power}`));
  if (exponent < 0 && exponent >= -4) return toPlainDigits(mantissa, exponent);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function shortestFloat32(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(9);
}

function toPlainDigits(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  return `${sign}0.${"0".repeat(-exponent - 1)}${mantissa.replace(/[-.]/g, "")}`;
}

const PREFIX = "tag:yaml.org,2002:";
const NAMES: Readonly<Record<string, Resolved["type"] | "timestamp">> = {
  str: "string",
  bool: "boolean",
  int: "integer",
  float: "float",
  null: "null",
  timestamp: "timestamp",
};

/**
 * Reads a scalar with its style and tag.
 * @param node the scalar
 * @returns its type and value, or why go-yaml refuses it
 */
export function resolveScalar(
  node: Pick<ScalarNode, "text" | "style" | "tag">,
): Resolved | Invalid {
  const { text, tag } = node;
  if (tag === undefined)
    return node.style === "plain" ? resolvePlain(text) : { type: "string", value: text };
  if (tag === `${PREFIX}binary`) return decodeBinary(text);
  const wanted = tag.startsWith(PREFIX) ? NAMES[tag.slice(PREFIX.length)] : undefined;
  if (wanted === undefined || wanted === "string") return { type: "string", value: text };
  if (wanted === "timestamp" && TIMESTAMP.test(text)) return { type: "string", value: text };
  const resolved = resolvePlain(text);
  if (resolved.type === wanted) return resolved;
  if (wanted === "float" && resolved.type === "integer" && !resolved.unsigned)
    return { type: "float", value: Number(resolved.value) };
  return {
    type: "invalid",
    message: `${JSON.stringify(text)} is no ${wanted}, though its tag says so`,
  };
}

function decodeBinary(text: string): Resolved | Invalid {
  const compact = text.replace(/[\r\n]/g, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) {
    return { type: "invalid", message: "the value behind !!binary is not valid base64" };
  }
  return { type: "string", value: Buffer.from(compact, "base64").toString("utf8") };
}

/**
 * Turns a resolved key into the string that it becomes in JSON.
 * @param resolved a key's scalar
 * @returns the key, or undefined where sigs.k8s.io/yaml refuses it (null, integers from 2^63)
 */
export function toKey(resolved: Resolved | Invalid): Key | undefined {
  switch (resolved.type) {
    case "string":
      return { text: resolved.value, identity: `s${resolved.value}` };
    case "boolean":
      return { text: String(resolved.value), identity: `b${resolved.value}` };
    case "integer":
      return resolved.unsigned
        ? undefined
        : { text: String(resolved.value), identity: `i${resolved.value}` };
    case "float":
      return { text: formatFloatKey(resolved.value), identity: `f${resolved.value}` };
    default:
      return undefined;
  }
}
