/** Where a value lies inside a document: keys of mappings and indexes of sequences, from the document's root. */
export type Path = readonly (string | number)[];

/**
 * Writes a path as a JSON pointer (RFC 6901).
 * @param path keys and indexes from the root
 * @returns such as `/spec/hosts/0`; the root is the empty string
 */
export function toPointer(path: Path): string {
  return path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/**
 * Reads the value at a path.
 * @param data any JSON-like value
 * @param path keys and indexes from the root
 * @returns the value, or undefined where a step does not exist
 */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
