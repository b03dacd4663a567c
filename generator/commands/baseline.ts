import { basename, dirname, resolve } from "node:path";
import type { Finding } from "../core/finding.ts";
import { isMapping, listOf } from "../core/json.ts";
import { kindOf } from "../disk/assets.ts";
import { readText } from "../disk/read.ts";
import { replaceFile } from "../disk/replace.ts";
import { applyBaseline, type Baseline, makeBaseline } from "../lint/baseline.ts";
import { count } from "../report/text.ts";
import { type Input, type Terminal, UsageError } from "./command.ts";

/**
 * Takes out the findings that the file of `--baseline` lists, or with `--update-baseline` writes it.
 * @throws UsageError for a file that is missing or no baseline
 */
export function useBaseline(
  findings: readonly Finding[],
  input: Input,
  terminal: Terminal,
): readonly Finding[] {
  const shown = input.value("baseline");
  const update = input.switches.has("update-baseline");
  if (shown === undefined) {
    if (update) throw new UsageError("--update-baseline needs --baseline <file>");
    return findings;
  }
  const file = resolve(terminal.folder, shown);
  if (!update) return applyBaseline(findings, readBaseline(file, shown));
  const failure = replaceFile(file, `${JSON.stringify(makeBaseline(findings), null, 2)}\n`);
  if (failure !== undefined)
    throw new UsageError(`--baseline ${shown} cannot be written: ${failure}`);
  terminal.err(`${shown} lists ${count(findings.length, "finding")} now\n`);
  return [];
}

function readBaseline(file: string, shown: string): Baseline {
  if (kindOf(file) === undefined)
    throw new UsageError(`--baseline ${shown} does not exist; --update-baseline makes it`);
  const { text, finding } = readText(dirname(file), basename(file));
  if (text === undefined)
    throw new UsageError(
      `--baseline ${shown}: ${finding?.message ?? "it is a folder, not a file"}`,
    );
  const value = parse(text);
  if (!isBaseline(value))
    throw new UsageError(
      `--baseline ${shown} is no baseline of version 1; --update-baseline makes it anew`,
    );
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isBaseline(value: unknown): value is Baseline {
  if (!isMapping(value) || value["version"] !== 1 || !Array.isArray(value["findings"]))
    return false;
  return listOf(value["findings"]).every(
    (entry) =>
      isMapping(entry) &&
      [entry["rule"], entry["file"], entry["message"]].every((part) => typeof part === "string") &&
      typeof entry["count"] === "number",
  );
}
