import { CelError } from "../error.ts";
import {
  Duration,
  Extension,
  isList,
  isStruct,
  Optional,
  Preserved,
  Timestamp,
  TypeValue,
  typeName,
  Uint,
  type Value,
} from "../values.ts";
import { quoteText } from "./quote.ts";
import { toText } from "./text.ts";

/**
 * `"%s of %d".format([a, b])`
 * Source: cel-go ext/formatting.go.
 */
export function formatText(template: string, values: readonly Value[]): string {
  let next = 0;
  return template.replaceAll(
    /%(?:%|(?:\.(\d*))?([^])?)/gu,
    (clause, precision: string | undefined, verb: string | undefined) => {
      if (clause === "%%") return "%";
      const value = values[next++];
      if (value === undefined) throw new CelError(`index ${next - 1} out of range`);
      if (verb === undefined || precision === "")
        throw new CelError(`could not parse formatting clause "${clause}"`);
      return formatValue(verb, value, precision === undefined ? 6 : Number(precision));
    },
  );
}

function formatValue(verb: string, value: Value, precision: number): string {
  const whole = value instanceof Uint ? value.value : value;
  switch (verb) {
    case "s":
      return describe(value);
    case "d":
      if (typeof whole === "bigint") return String(whole);
      break;
    case "f":
      return formatReal(value, (real) => formatFixed(real, precision));
    case "e":
      return formatReal(value, (real) => formatExponent(real, precision));
    case "b":
      if (typeof whole === "bigint") return whole.toString(2);
      if (typeof value === "boolean") return value ? "1" : "0";
      break;
    case "o":
      if (typeof whole === "bigint") return whole.toString(8);
      break;
    case "x":
      return formatHexadecimal(whole);
    case "X":
      return formatHexadecimal(whole).toUpperCase();
  }
  throw new CelError(`could not parse formatting clause "%${verb}"`);
}

/** Doubles, and the texts that stand for those without digits. */
function formatReal(value: Value, print: (real: number) => string): string {
  const words: Readonly<Record<string, string>> = { NaN: "NaN", Infinity: "∞", "-Infinity": "-∞" };
  const word = typeof value === "string" || typeof value === "number" ? words[value] : undefined;
  if (word !== undefined) return word;
  if (typeof value === "number") return print(value);
  throw new CelError(`a clause for doubles was given ${typeName(value)}`);
}

/** JavaScript prints up to a hundred digits; all behind them are zero in what people write. */
function formatFixed(value: number, precision: number): string {
  const digits = value.toFixed(Math.min(precision, 100));
  const [whole, fraction] = (/e/.test(digits) ? BigInt(value).toString() : digits).split(".");
  const grouped = whole!.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  const sign = Object.is(value, -0) ? "-" : "";
  return precision === 0
    ? sign + grouped
    : `${sign}${grouped}.${(fraction ?? "").padEnd(precision, "0")}`;
}

/** cel-go writes exponents for readers: `3.140000×10⁰⁰`. */
function formatExponent(value: number, precision: number): string {
  const [mantissa, exponent] = value.toExponential(Math.min(precision, 100)).split("e") as [
    string,
    string,
  ];
  const digits = [...exponent.replace(/^[+-]/, "").padStart(2, "0")].map(
    (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)],
  );
  return `${mantissa}×10${exponent.startsWith("-") ? "⁻" : ""}${digits.join("")}`;
}

function formatHexadecimal(value: Value): string {
  if (typeof value === "bigint") return value.toString(16);
  if (typeof value === "string" || value instanceof Uint8Array)
    return Buffer.from(value as string).toString("hex");
  throw new CelError('"%x" takes integers, strings and bytes');
}

/** What `%s` prints. */
function describe(value: Value): string {
  if (value === null) return "null";
  if (isList(value)) return `[${value.map(describeItem).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [describeKey(key), describeItem(item)]);
    const sorted = entries.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a!), Buffer.from(b!)));
    return `{${sorted.map((entry) => entry.join(":")).join(", ")}}`;
  }
  if (value instanceof TypeValue) return value.name;
  if (isStruct(value) || value instanceof Extension) throw unprintable(value);
  if (value instanceof Optional || value instanceof Preserved) throw unprintable(value);
  return toText(value);
}

function unprintable(value: Value): CelError {
  return new CelError(`string clause cannot print ${typeName(value)}`);
}

/** Within a list or map a value is written as CEL writes it. */
function describeItem(value: Value): string {
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "number")
    return Number.isFinite(value) ? value.toFixed(6) : quoteText(goName(value));
  if (value instanceof Uint8Array) return `b${quoteText(toText(value))}`;
  if (value instanceof Timestamp) return `timestamp(${quoteText(toText(value))})`;
  if (value instanceof Duration) return `duration(${quoteText(toText(value))})`;
  return describe(value);
}

function goName(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

function describeKey(key: Value): string {
  if (typeof key === "string") return quoteText(key);
  if (typeof key === "boolean" || typeof key === "bigint") return String(key);
  if (key instanceof Uint) return String(key.value);
  throw new CelError(`no formatting function for map key of type ${typeName(key)}`);
}
