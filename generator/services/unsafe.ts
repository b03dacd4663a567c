import type { Path } from "../core/path.ts";

/** Deeper data than this is an attack or an accident: the deepest Helm values in use have about 20 levels. */
const deepest = 100;

export interface Unsafe {
  /** Is it nested so deeply that walking it could exhaust the stack? Then the first place is where. */
  isTooDeep: boolean;
  /** Keys `__proto__`, which JavaScript treats in a way of its own. */
  places: Path[];
}

/**
 * Looks for what no part of Meshwright is meant to handle.
 * @param data the data of a document
 */
export function findUnsafe(data: unknown): Unsafe {
  const places: Path[] = [];
  const open: { value: unknown; path: Path }[] = [{ value: data, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) continue;
    if (path.length > deepest) return { isTooDeep: true, places: [path] };
    for (const [key, child] of Object.entries(value)) {
      const childPath = [...path, Array.isArray(value) ? Number(key) : key];
      if (key === "__proto__") places.push(childPath);
      open.push({ value: child, path: childPath });
    }
  }
  return { isTooDeep: false, places };
}
