import { entries, type Field } from "../field.ts";

/** How many bytes the values of a ConfigMap or Secret may have together. */
export const MAX_DATA_SIZE = 1_048_576;

/** @returns how many bytes the values under a field have, decoded */
export function sizeOf(data: Field, encoding?: "base64"): number {
  return entries(data).reduce((total, { field }) => {
    if (typeof field.value !== "string") return total;
    return total + Buffer.byteLength(field.value, encoding ?? "utf8");
  }, 0);
}
