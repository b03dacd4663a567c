import type { Path } from "../core/path.ts";
import type { Pass } from "./prepare.ts";
import type { Shape } from "./shape.ts";
import { nameOf } from "./wording.ts";

const int64Limit = 1n << 63n;

/** Is this an integer that 64 bits hold? One that a double cannot hold is a bigint. */
export function isInteger(value: unknown): boolean {
  if (typeof value === "bigint") return value >= -int64Limit && value < int64Limit;
  return (
    typeof value === "number" && Number.isInteger(value) && value > -(2 ** 63) && value < 2 ** 63
  );
}

/** Reports a number that its schema's bounds, its divisor or the width of its format refuse. */
export function checkNumber(value: number | bigint, shape: Shape, path: Path, pass: Pass): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = shape.schema;
  const report = (message: string) =>
    pass.problems.push({
      rule: "schema/range",
      severity: "error",
      message: `${nameOf(path)} ${String(value)} ${message}`,
      path,
    });
  if (
    typeof minimum === "number" &&
    (exclusiveMinimum === true ? value <= minimum : value < minimum)
  ) {
    report(
      `is too small; it must be ${exclusiveMinimum === true ? "greater than" : "at least"} ${minimum}`,
    );
  }
  if (
    typeof maximum === "number" &&
    (exclusiveMaximum === true ? value >= maximum : value > maximum)
  ) {
    report(
      `is too large; it must be ${exclusiveMaximum === true ? "less than" : "at most"} ${maximum}`,
    );
  }
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum)
    report(`is too small; it must be greater than ${exclusiveMinimum}`);
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum)
    report(`is too large; it must be less than ${exclusiveMaximum}`);
  if (typeof multipleOf === "number" && !isMultiple(value, multipleOf))
    report(`must be a multiple of ${multipleOf}`);
  if (
    format === "int32" &&
    shape.types.includes("integer") &&
    (value < -2147483648 || value > 2147483647)
  ) {
    report("does not fit into 32 bits; it must be from -2147483648 to 2147483647");
  }
  if (
    format === "float" &&
    shape.types.includes("number") &&
    Math.abs(Number(value)) > 3.4028235677973366e38
  ) {
    report("is too large for a 32-bit float");
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
