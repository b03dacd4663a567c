const int64Limit = 1n << 63n;

/** Is this an integer that 64 bits hold? One that a double cannot hold is a bigint. */
export function isInteger(value: unknown): boolean {
  if (typeof value === "bigint") return value >= -int64Limit && value < int64Limit;
  return (
    typeof value === "number" && Number.isInteger(value) && value > -(2 ** 63) && value < 2 ** 63
  );
}
