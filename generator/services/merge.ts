import { isMapping } from "../core/json.ts";

/**
 * Lays a mapping over another: mappings are merged key by key, all else is replaced, lists included.
 * @param below what is inherited
 * @param above what wins
 * @returns a new value; neither argument changes
 */
export function merge(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isMapping(below) || !isMapping(above)) return above;
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) merged[key] = merge(below[key], value);
  return merged;
}
