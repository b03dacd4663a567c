/**
 * Compares versions of three numbers.
 * @param version such as `1.31.1`
 * @param other the first version that is not before
 * @returns whether `version` is older than `other`
 */
export function isBefore(version: string, other: string): boolean {
  const left = numbersOf(version);
  for (const [index, number] of numbersOf(other).entries()) {
    const own = left[index] ?? 0;
    if (own !== number) return own < number;
  }
  return false;
}

function numbersOf(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? "").split(".").map(Number);
}
