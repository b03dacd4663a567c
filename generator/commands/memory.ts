import { join } from "node:path";
import { isMapping } from "../core/json.ts";
import { digest, isSettled, sign, type Signatures, signProgram } from "../disk/signature.ts";
import { cacheFolder, readEntry, writeEntry } from "../disk/store.ts";
import { isLinted } from "../lint/classify.ts";
import type { Report } from "../report/types.ts";
import type { Work } from "./gather.ts";

/** What the last run over the same files found. */
export interface Memory {
  /** Collects the signatures of what lint reads beside the sources, while it runs. */
  readonly seen: Signatures;
  /** @returns the result of the last run, where nothing that it depended on has changed since: no file is read for that */
  recall(): Report | undefined;
  /** Keeps a result for the next run. */
  keep(report: Report): void;
}

interface Entry {
  /** Of the program, the list of files, and the signatures of the sources. */
  state: string;
  /** Signatures of what else was read, or was not there, by full path. */
  others: Record<string, string>;
  report: Report;
}

/**
 * Signs what a run of lint is about to read.
 * @param work what is linted
 * @param options that change what is found
 * @param environment tells where the user's cache is
 * @returns undefined where there is no such place, or nothing can be kept
 */
export function openMemory(
  work: Work,
  options: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Memory | undefined {
  const folder = cacheFolder(environment);
  if (folder === undefined || work.findings.length > 0) return undefined;
  const start = Date.now();
  const seen: Signatures = new Map();
  const named = new Set(work.wanted);
  const name = digest([work.root, ...work.wanted, "", ...options]);
  const sources = work.paths.flatMap((path) =>
    isLinted(path) || named.has(path) ? [sign(join(work.root, path))] : [],
  );
  const state = digest([signProgram(), digest(work.remotes), digest(work.paths), ...sources]);
  return {
    seen,
    recall() {
      const entry = readEntry(folder, name);
      if (!isEntry(entry) || entry.state !== state) return undefined;
      const same = Object.entries(entry.others).every(([file, known]) => sign(file) === known);
      return same ? entry.report : undefined;
    },
    keep(report) {
      const all = [...sources, ...seen.values()];
      if (!all.every((signature) => isSettled(signature, start)) || holdsBigint(report)) return;
      writeEntry(folder, name, { state, others: Object.fromEntries(seen), report } satisfies Entry);
    },
  };
}

/** Its digest says that we wrote it; an older version of us may have meant something else by it, but has another state. */
function isEntry(value: unknown): value is Entry {
  return (
    isMapping(value) &&
    typeof value["state"] === "string" &&
    isMapping(value["others"]) &&
    isMapping(value["report"])
  );
}

/** JSON has no big integers, so what holds one cannot be kept. */
function holdsBigint(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "bigint";
  return Object.values(value).some(holdsBigint);
}
