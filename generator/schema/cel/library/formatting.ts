import { CelError } from "../error.ts";
import { isList, Uint, type Value } from "../values.ts";
import { toText } from "./text.ts";

/** `"%s of %d".format([a, b])` */
export function formatText(template: string, values: readonly Value[]): string {
  let next = 0;
  return template.replaceAll(
    /%(?:\.(\d+))?(.)/gs,
    (_, precision: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      const value = values[next++];
      if (value === undefined) throw new CelError(`index ${next - 1} out of range`);
      return formatValue(verb, value, precision === undefined ? 6 : Number(precision));
    },
  );
}

function formatValue(verb: string, value: Value, precision: number): string {
  const number = value instanceof Uint ? value.value : value;
  switch (verb) {
    case "s":
      return describe(value);
    case "d":
      if (typeof number === "bigint") return String(number);
      break;
    case "f":
      if (typeof number === "number" || typeof number === "bigint")
        return Number(number).toFixed(precision);
      break;
    case "e":
      if (typeof number === "number" || typeof number === "bigint") {
        return exponential(Number(number), precision);
      }
      break;
    case "b":
      if (typeof number === "bigint") return number.toString(2);
      if (typeof value === "boolean") return value ? "1" : "0";
      break;
    case "o":
      if (typeof number === "bigint") return number.toString(8);
      break;
    case "x":
    case "X":
      return hexadecimal(number, verb);
  }
  throw new CelError(`could not parse formatting clause "%${verb}"`);
}

/** cel-go writes exponents for readers: `3.140000×10⁰⁰`. */
function exponential(value: number, precision: number): string {
  const [mantissa, exponent] = value.toExponential(precision).split("e") as [string, string];
  const digits = [...exponent.replace(/^[+-]/, "").padStart(2, "0")].map(
    (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)],
  );
  return `${mantissa}×10${exponent.startsWith("-") ? "⁻" : ""}${digits.join("")}`;
}

function hexadecimal(value: Value, verb: "x" | "X"): string {
  let text: string;
  if (typeof value === "bigint") text = value.toString(16);
  else if (typeof value === "string" || value instanceof Uint8Array)
    text = Buffer.from(value as string).toString("hex");
  else throw new CelError(`"%${verb}" takes integers, strings and bytes`);
  return verb === "X" ? text.toUpperCase() : text;
}

function describe(value: Value): string {
  if (value === null) return "null";
  if (isList(value)) return `[${value.map(describe).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${describe(key)}: ${describe(item)}`);
    return `{${entries.sort().join(", ")}}`;
  }
  return toText(value);
}
