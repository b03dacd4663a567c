import type { Location } from "../../../core/finding.ts";
import type { Path } from "../../../core/path.ts";

/** Where a value was written: a document and the path in it. */
export interface Source {
  readonly file: string;
  readonly document: number;
  readonly path: Path;
  readonly find: (path: Path, part?: "key" | "value") => Location;
}

/** @returns the source of a value inside another one's */
export function within(source: Source, ...path: Path): Source {
  return {
    file: source.file,
    document: source.document,
    path: [...source.path, ...path],
    find: source.find,
  };
}

export function locateSource(source: Source, part?: "key" | "value"): Location {
  return source.find(source.path, part);
}

type Container = Record<string, unknown> | unknown[];
/** Of a copied container: the one it was copied from, and which entries came from elsewhere (a number: moved within the list). */
interface Trace {
  readonly from: Container | undefined;
  readonly entries: Map<string | number, Source | number>;
}

/** Provenance is kept only for containers that a transformation copied; all else is where its document has it. */
const traces = new WeakMap<object, Trace>();

/** Remembers where a new container's entries came from. */
export function traceCopy(copy: Container, from: Container | undefined): void {
  traces.set(copy, { from, entries: new Map() });
}

/** Remembers that one entry of a copied container came from elsewhere. */
export function traceEntry(copy: Container, key: string | number, origin: Source | number): void {
  const trace = traces.get(copy);
  if (trace) trace.entries.set(key, origin);
}

/**
 * Finds where a rendered value was written.
 * @param data the rendered object
 * @param source where the object itself was written
 * @param path the value; of one that does not exist, its nearest existing ancestor is located
 */
export function locateValue(
  data: unknown,
  source: Source,
  path: Path,
  part?: "key" | "value",
): Location {
  let value = data;
  let current = source;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
      return locateSource(current);
    const step = resolveEntry(value as Container, key);
    current = typeof step === "object" ? step : within(current, step);
    value = (value as Record<string | number, unknown>)[key];
  }
  return locateSource(current, part);
}

function resolveEntry(container: Container, key: string | number): Source | string | number {
  for (let holder: Container | undefined = container; holder !== undefined;) {
    const trace = traces.get(holder);
    if (!trace) return key;
    const origin = trace.entries.get(key);
    if (typeof origin === "object") return origin;
    if (origin !== undefined) key = origin;
    holder = trace.from;
  }
  return key;
}

/** Is a null there only because a key has no value? Such a null is located at its key. */
export function isUnwritten(data: unknown, source: Source, path: Path): boolean {
  const key = locateValue(data, source, path, "key");
  const value = locateValue(data, source, path);
  return key.line === value.line && key.column === value.column;
}
