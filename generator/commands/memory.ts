import { join } from "node:path";
import { isMapping } from "../core/json.ts";
import { digest, isSettled, sign, type Signatures, signProgram } from "../disk/signature.ts";
import { cacheFolder, readEntry, writeEntry } from "../disk/store.ts";

/** What the last run over the same files came to. */
export interface Memory<Outcome> {
  /** Collects the signatures of what is read beside the sources, while the run goes on. */
  readonly seen: Signatures;
  /** @returns the outcome of the last run, where nothing that it depended on has changed since: no file is read for that */
  recall(): Outcome | undefined;
  /** Keeps an outcome for the next run. */
  keep(outcome: Outcome): void;
}

/** What an outcome depends on. */
export interface Dependencies {
  root: string;
  /** Every file that is there. */
  paths: readonly string[];
  /** Is the content of a file sure to be read? Others count once they are. */
  isSource(path: string): boolean;
  /** What names the run: other words are another run. */
  words: readonly string[];
  /** What else was given to it: with other things, its outcome is another. */
  given: readonly string[];
}

interface Entry {
  /** Of the program, what was given, the list of files, and the signatures of the sources. */
  state: string;
  /** Signatures of what else was read, or was not there, by full path. */
  others: Record<string, string>;
  outcome: unknown;
}

/**
 * Signs what a run is about to read.
 * @param environment tells where the user's cache is
 * @returns undefined where there is no such place
 */
export function openMemory<Outcome>(
  { root, paths, isSource, words, given }: Dependencies,
  environment: Readonly<Record<string, string | undefined>>,
): Memory<Outcome> | undefined {
  const folder = cacheFolder(environment);
  if (folder === undefined) return undefined;
  const start = Date.now();
  const seen: Signatures = new Map();
  const name = digest([root, ...words]);
  const sources = paths.flatMap((path) => (isSource(path) ? [sign(join(root, path))] : []));
  const state = digest([signProgram(), digest(given), digest(paths), ...sources]);
  return {
    seen,
    recall() {
      const entry = readEntry(folder, name);
      if (!isEntry(entry) || entry.state !== state) return undefined;
      const same = Object.entries(entry.others).every(([file, known]) => sign(file) === known);
      return same ? (entry.outcome as Outcome) : undefined;
    },
    keep(outcome) {
      const all = [...sources, ...seen.values()];
      if (!all.every((signature) => isSettled(signature, start)) || holdsBigint(outcome)) return;
      writeEntry(folder, name, {
        state,
        others: Object.fromEntries(seen),
        outcome,
      } satisfies Entry);
    },
  };
}

/** Its digest says that we wrote it; an older version of us may have meant something else by it, but has another state. */
function isEntry(value: unknown): value is Entry {
  return (
    isMapping(value) &&
    typeof value["state"] === "string" &&
    isMapping(value["others"]) &&
    "outcome" in value
  );
}

/** JSON has no big integers, so what holds one cannot be kept. */
function holdsBigint(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "bigint";
  return Object.values(value).some(holdsBigint);
}
