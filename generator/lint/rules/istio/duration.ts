import { parseGoDuration } from "../../../schema/duration.ts";

/** The smallest step of time that Istio takes, in nanoseconds. */
export const MILLISECOND = 1e6;
export const SECOND = 1e9;

/** @returns the nanoseconds of a duration as Go writes it (`1h30m`, `1.5s`), or undefined where the text is none */
export function parseDuration(value: string): number | undefined {
  if (value === "") return undefined;
  const nanoseconds = parseGoDuration(value);
  return nanoseconds === undefined ? undefined : Number(nanoseconds);
}
