import type { Range } from "../../../core/ip.ts";

/** @returns the length of the largest block when a range is cut into CIDRs */
export function shortestPrefix(range: Range): number {
  const bits = range.family === 4 ? 32 : 128;
  let shortest = bits;
  for (let first = range.first; first <= range.last;) {
    let length = bits;
    while (length > 0) {
      const size = 1n << BigInt(bits - length + 1);
      if (first % size !== 0n || first + size - 1n > range.last) break;
      length--;
    }
    shortest = Math.min(shortest, length);
    first += 1n << BigInt(bits - length);
  }
  return shortest;
}
