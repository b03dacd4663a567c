/** A JSON object: neither null nor an array. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns the value when it is a list, else an empty list */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
