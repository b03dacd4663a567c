/**
 * A short quantity as the API server keeps it: `value` * 10^`scale`. A longer one it keeps as a decimal, which never counts as an
 * integer, whatever it is worth.
 */
export interface Amount {
  readonly value: bigint;
  readonly scale: number;
}

const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binary: Readonly<Record<string, number>> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};

/**
 * @param text a valid quantity
 * @returns undefined where it is kept as a decimal
 * Source: ParseQuantity of apimachinery pkg/api/resource/quantity.go.
 */
export function readAmount(text: string): Amount | undefined {
  const [, sign, zeros, digits = "", fraction = "", suffix = ""] =
    /^([+-]?)(0*)(\d*)(?:\.(\d*))?(.*)$/.exec(text)!;
  if (digits === "" && zeros !== "" && fraction === "" && suffix === "")
    return { value: 0n, scale: 0 };
  const whole = digits === "" ? "0" : digits;
  const bits = binary[suffix];
  const precision =
    bits === undefined
      ? 18 - whole.length - fraction.length
      : 14 - whole.length - Math.trunc((bits * 3) / 10);
  if (precision < 0 || (bits !== undefined && fraction !== "")) return undefined;
  const power = decimal[suffix] ?? (/^[eE]/.test(suffix) ? Number(suffix.slice(1)) : 0);
  const scale = power - fraction.length;
  if (scale < -9) return undefined;
  const value = BigInt(whole + fraction) << BigInt(bits ?? 0);
  return fits(value) ? { value: sign === "-" ? -value : value, scale } : undefined;
}

/** @returns the integer that an amount is, or undefined */
export function wholeOf(amount: Amount | undefined): bigint | undefined {
  if (amount === undefined || amount.scale < 0) return undefined;
  const whole = amount.value * 10n ** BigInt(amount.scale);
  return fits(whole) ? whole : undefined;
}

/** @returns the sum, or undefined where it is kept as a decimal */
export function addAmounts(
  left: Amount | undefined,
  right: Amount | undefined,
  sign: 1n | -1n,
): Amount | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (right.value === 0n) return left;
  if (left.value === 0n) return { value: sign * right.value, scale: right.scale };
  const scale = Math.min(left.scale, right.scale);
  const parts = [left, right].map((each) => each.value * 10n ** BigInt(each.scale - scale));
  const value = parts[0]! + sign * parts[1]!;
  return [...parts, value].every(fits) ? { value, scale } : undefined;
}

function fits(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
