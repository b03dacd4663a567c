import { isMapping } from "../core/json.ts";

/** Are two JSON values the same? Numbers by value, objects without regard to order. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left === "bigint" || typeof right === "bigint")
    return typeof left !== "object" && typeof right !== "object" && left == right;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (!isMapping(left) || !isMapping(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
  );
}
