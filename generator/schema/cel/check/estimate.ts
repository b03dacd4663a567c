/**
 * How much something is at least and at most: items, characters, or units of work. Source: SizeEstimate and CostEstimate of cel-go
 * checker/cost.go, which stop at the largest number of 64 bits.
 */
export interface Estimate {
  readonly min: bigint;
  readonly max: bigint;
}

export const MAX = (1n << 64n) - 1n;
export const unknown: Estimate = { min: 0n, max: MAX };
export const nothing: Estimate = { min: 0n, max: 0n };
export const one: Estimate = { min: 1n, max: 1n };

export function exactly(count: bigint | number): Estimate {
  return { min: BigInt(count), max: BigInt(count) };
}

export function add(...estimates: readonly Estimate[]): Estimate {
  return estimates.reduce((sum, each) => ({
    min: capped(sum.min + each.min),
    max: capped(sum.max + each.max),
  }));
}

export function multiply(left: Estimate, right: Estimate): Estimate {
  return { min: capped(left.min * right.min), max: capped(left.max * right.max) };
}

/** @returns an estimate times a factor, rounded up */
export function scale({ min, max }: Estimate, factor: number): Estimate {
  return { min: scaled(min, factor), max: scaled(max, factor) };
}

export function union(left: Estimate, right: Estimate): Estimate {
  return {
    min: left.min < right.min ? left.min : right.min,
    max: left.max > right.max ? left.max : right.max,
  };
}

function capped(value: bigint): bigint {
  return value > MAX ? MAX : value;
}

function scaled(value: bigint, factor: number): bigint {
  const product = Math.ceil(Number(value) * factor);
  return product >= 2 ** 64 ? MAX : BigInt(product);
}
