const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/**
 * Reads a duration as Go's time.ParseDuration does: `1h30m`, `-1.5s`, `0`.
 * @param text the duration
 * @returns nanoseconds, or undefined where it is no duration or too long for 64 bits
 */
export function parseGoDuration(text: string): bigint | undefined {
  if (/^[+-]?0$/.test(text)) return 0n;
  if (!/^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0n;
  for (const [, whole, fraction, unit] of text.matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const size = BigInt(nanoseconds[unit!]!);
    total += BigInt(whole || "0") * size;
    if (fraction)
      total +=
        (BigInt(fraction.slice(0, 18)) * size) / 10n ** BigInt(Math.min(fraction.length, 18));
  }
  const negative = text.startsWith("-");
  if (total > (negative ? 1n << 63n : (1n << 63n) - 1n)) return undefined;
  return negative ? -total : total;
}
