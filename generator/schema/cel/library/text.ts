import { CelError, noOverload } from "../error.ts";
import { Duration, Extension, Timestamp, Uint, type Value } from "../values.ts";
import { formatDuration, formatTimestamp } from "./time.ts";

/** `string(x)` */
export function toText(value: Value): string {
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      return formatDouble(value);
  }
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof Extension && (value.type === "net.IP" || value.type === "net.CIDR"))
    return String(value);
  if (!(value instanceof Uint8Array)) throw noOverload("string");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    throw new CelError("invalid UTF-8 in bytes, cannot convert to string");
  }
}

/** Writes a double as Go's %g does. */
function formatDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const exponent = Number(value.toExponential().split("e")[1]);
  if (exponent < -4 || exponent >= 6)
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return String(value);
}
