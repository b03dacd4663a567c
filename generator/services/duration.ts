const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A Go duration holds about 292 years. */
const longest = 250 * 365 * 24 * 3_600_000;

/**
 * Reads a duration as Istio and MetalLB write it.
 * @param text matches the pattern of durations in the input schema
 * @returns milliseconds
 */
export function parseDuration(text: string): number {
  let total = 0;
  for (const [, number, unit] of text.matchAll(/([0-9.]+)(ms|s|m|h)/g))
    total += Number(number) * units[unit!]!;
  return total;
}

/** @returns why Istio would refuse a duration, or undefined; it takes whole milliseconds, at least one */
export function durationProblem(text: string): string | undefined {
  const milliseconds = parseDuration(text);
  if (milliseconds > longest) return `"${text}" is too long`;
  if (milliseconds < 1)
    return `"${text}" is too short; Istio takes 1ms and more (for no limit leave it out)`;
  const isWhole = Math.abs(milliseconds - Math.round(milliseconds)) < 1e-6;
  return isWhole ? undefined : `"${text}" is not a whole number of milliseconds`;
}
