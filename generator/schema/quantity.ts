/** A quantity: `units` / 10^`scale`. */
export interface Quantity {
  readonly units: bigint;
  readonly scale: number;
}

const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };

/**
 * Reads a Kubernetes quantity: `100m`, `1.5Gi`, `1e3`.
 * Source: apimachinery pkg/api/resource/quantity.go.
 * @returns undefined where the text is none; what is finer than a nano rounds up, and what has no digits is 0, as there
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (match === null || text === "") return undefined;
  const [, sign, whole = "", fraction = "", exponent, suffix = ""] = match;
  const power = exponent === undefined ? (decimal[suffix] ?? 0) : Number(exponent.slice(1));
  if (Math.abs(power) > 1000 || text.length > 1000) return undefined;
  let units = BigInt(whole + fraction) * 1024n ** BigInt(binary[suffix] ?? 0);
  let scale = fraction.length - power;
  if (scale < 0) {
    units *= 10n ** BigInt(-scale);
    scale = 0;
  }
  if (scale > 9) {
    const size = 10n ** BigInt(scale - 9);
    units = (units + size - 1n) / size;
    scale = 9;
  }
  return { units: sign === "-" ? -units : units, scale };
}

/** @returns -1, 0 or 1 */
export function compareQuantities(left: Quantity, right: Quantity): -1 | 0 | 1 {
  const a = left.units * 10n ** BigInt(right.scale);
  const b = right.units * 10n ** BigInt(left.scale);
  return a < b ? -1 : a > b ? 1 : 0;
}
