import type { Path } from "../core/path.ts";

/** Deeper data than this is an attack or an accident: the deepest Helm values in use have about 20 levels. */
const deepest = 100;

/**
 * Looks for what no part of Meshwright is meant to handle: keys that JavaScript treats in a way of its own, and bottomless nesting.
 * @param data the data of a document
 * @returns the first such place, or undefined
 */
export function findUnsafe(data: unknown): { path: Path; message: string } | undefined {
  const open: { value: unknown; path: Path }[] = [{ value: data, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) continue;
    if (path.length > deepest)
      return { path, message: `the data is nested more than ${deepest} levels deep` };
    for (const [key, child] of Object.entries(value)) {
      const childPath = [...path, Array.isArray(value) ? Number(key) : key];
      if (key === "__proto__")
        return { path: childPath, message: 'the key "__proto__" is not possible here' };
      open.push({ value: child, path: childPath });
    }
  }
  return undefined;
}
