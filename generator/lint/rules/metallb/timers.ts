const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/**
 * Reads a duration as Go writes it.
 * @param value such as `90s` or `1m30s`
 * @returns seconds, or undefined where the value is none
 */
export function parseGoDuration(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  if (/^[+-]?0$/.test(value)) return 0;
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(value);
  if (!match) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of match[2]!.matchAll(/([\d.]+)([a-zµ]+)/g)) seconds += Number(amount) * UNITS[unit!]!;
  return match[1] === "-" ? -seconds : seconds;
}
