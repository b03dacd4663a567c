const UNITS: Readonly<Record<string, number>> = {
  h: 3.6e12,
  m: 6e10,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ns: 1,
};
const DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|μs|ns)/g;

/** The smallest step of time that Istio takes, in nanoseconds. */
export const MILLISECOND = 1e6;
export const SECOND = 1e9;

/** @returns the nanoseconds of a duration as Go writes it (`1h30m`, `1.5s`), or undefined where the text is none */
export function parseDuration(value: string): number | undefined {
  if (!DURATION.test(value)) return undefined;
  let total = 0;
  for (const [, count, unit] of value.matchAll(PART))
    total += Math.round(Number(count) * UNITS[unit!]!);
  return value.startsWith("-") ? -total : total;
}
