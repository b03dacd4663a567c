import { parseGoDuration } from "../../schema/duration.ts";

/**
 * Reads a duration of a manifest, such as `90s` or `1m30s`.
 * @returns seconds, or undefined where the value is no duration
 */
export function readSeconds(value: unknown): number | undefined {
  const nanoseconds = typeof value === "string" ? parseGoDuration(value) : undefined;
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e9;
}
