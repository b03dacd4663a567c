import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { isInteger } from "../../integer.ts";
import type { Pass } from "../../pass.ts";
import type { Shape } from "../../shape.ts";
import { count, listValues, nameOf, quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/range",
  severity: "error",
  summary: "A number, length or count is out of its bounds",
};

/** Reports a number that its schema's bounds, its divisor or the width of its format refuse. */
export function checkNumber(value: number | bigint, shape: Shape, path: Path, pass: Pass): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = shape.schema;
  if (
    typeof minimum === "number" &&
    (exclusiveMinimum === true ? value <= minimum : value < minimum)
  ) {
    reportNumber(
      value,
      `is too small; it must be ${exclusiveMinimum === true ? "greater than" : "at least"} ${minimum}`,
      path,
      pass,
    );
  }
  if (
    typeof maximum === "number" &&
    (exclusiveMaximum === true ? value >= maximum : value > maximum)
  ) {
    reportNumber(
      value,
      `is too large; it must be ${exclusiveMaximum === true ? "less than" : "at most"} ${maximum}`,
      path,
      pass,
    );
  }
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum)
    reportNumber(value, `is too small; it must be greater than ${exclusiveMinimum}`, path, pass);
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum)
    reportNumber(value, `is too large; it must be less than ${exclusiveMaximum}`, path, pass);
  if (typeof multipleOf === "number" && !isMultiple(value, multipleOf))
    reportNumber(value, `must be a multiple of ${multipleOf}`, path, pass);
  if (
    format === "int32" &&
    shape.types.includes("integer") &&
    (value < -2147483648 || value > 2147483647)
  ) {
    reportNumber(
      value,
      "does not fit into 32 bits; it must be from -2147483648 to 2147483647",
      path,
      pass,
    );
  }
  if (
    format === "float" &&
    shape.types.includes("number") &&
    Math.abs(Number(value)) > 3.4028235677973366e38
  ) {
    reportNumber(value, "is too large for a 32-bit float", path, pass);
  }
}

/** As kube-openapi decides it: integers exactly, others by a division in double precision. */
function isMultiple(value: number | bigint, factor: number): boolean {
  if (factor <= 0) return false;
  if (isInteger(value) && Number.isInteger(factor)) return BigInt(value) % BigInt(factor) === 0n;
  const ratio = factor < 1 ? (1 / factor) * Number(value) : Number(value) / factor;
  const nearest = Math.round(ratio);
  const difference = Math.abs(ratio - nearest);
  return ratio === nearest || difference / Math.max(Math.abs(ratio), Math.abs(nearest)) < 1e-9;
}

/**
 * Reports a string that its schema's lengths refuse; they count code points.
 * @returns whether its length is right
 */
export function checkLength(value: string, shape: Shape, path: Path, pass: Pass): boolean {
  const { minLength, maxLength } = shape.schema;
  if (typeof maxLength === "number" && value.length > maxLength && codePoints(value) > maxLength) {
    const length = count(codePoints(value), "character");
    report(`${nameOf(path)} has ${length}; at most ${maxLength} are allowed`, path, pass);
    return false;
  }
  if (
    typeof minLength === "number" &&
    value.length < minLength * 2 &&
    codePoints(value) < minLength
  ) {
    const what = value === "" ? "is empty" : `${quote(value)} is too short`;
    const least = `at least ${count(minLength, "character")} ${minLength === 1 ? "is" : "are"} needed`;
    report(`${nameOf(path)} ${what}; ${least}`, path, pass);
    return false;
  }
  return true;
}

/** RE2 and the API server count code points, JavaScript UTF-16 units. */
function codePoints(text: string): number {
  let total = 0;
  for (const _ of text) total++;
  return total;
}

/** Reports a list that holds fewer or more items than its schema says. */
export function checkItemCount(
  list: readonly unknown[],
  shape: Shape,
  path: Path,
  pass: Pass,
): void {
  const { minItems, maxItems } = shape.schema;
  if (typeof minItems === "number" && list.length < minItems && !pass.partial) {
    const least = `at least ${minItems} ${minItems === 1 ? "is" : "are"} needed`;
    report(`${nameOf(path)} has ${count(list.length, "item")}; ${least}`, path, pass);
  }
  if (typeof maxItems === "number" && list.length > maxItems) {
    const most = `at most ${maxItems} ${maxItems === 1 ? "is" : "are"} allowed`;
    report(`${nameOf(path)} has ${count(list.length, "item")}; ${most}`, path, pass);
  }
}

/** Reports a mapping that has fewer or more fields than its schema says. */
export function checkFieldCount(
  object: Record<string, unknown>,
  shape: Shape,
  path: Path,
  pass: Pass,
): void {
  const { minProperties, maxProperties } = shape.schema;
  if (minProperties === undefined && maxProperties === undefined) return;
  const size = Object.keys(object).length;
  if (typeof maxProperties === "number" && size > maxProperties) {
    const fields = `${count(size, "field")} (${listValues(Object.keys(object))})`;
    report(`${nameOf(path)} has ${fields}; at most ${maxProperties} can be set`, path, pass);
  }
  if (typeof minProperties === "number" && size < minProperties && !pass.partial) {
    const choices =
      shape.propertyNames.length === 0 ? "" : `; choose from ${listValues(shape.propertyNames)}`;
    const least = `at least ${minProperties} must be set${choices}`;
    report(`${nameOf(path)} has ${count(size, "field")}; ${least}`, path, pass);
  }
}

function reportNumber(value: number | bigint, message: string, path: Path, pass: Pass): void {
  report(`${nameOf(path)} ${String(value)} ${message}`, path, pass);
}

function report(message: string, path: Path, pass: Pass): void {
  pass.problems.push({ rule: rule.name, severity: rule.severity, message, path });
}
