import type { Finding } from "../core/finding.ts";
import { version } from "../disk/assets.ts";
import { readText } from "../disk/read.ts";
import type { ReportContext } from "../report/types.ts";
import type { Terminal } from "./command.ts";

/** Are results to be coloured? `NO_COLOR` and `FORCE_COLOR` (no-color.org, force-color.org) win over the terminal. */
export function wantsColour({ environment, outIsTerminal }: Terminal): boolean {
  if (environment["NO_COLOR"]) return false;
  const force = environment["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return outIsTerminal && environment["TERM"] !== "dumb";
}

/**
 * What reporters need to know of the files.
 * @param root the folder that findings' paths are relative to
 * @param texts what was read already, such as staged content
 * @param summaries of rules by name, where the format tells them
 */
export function reportContext(
  terminal: Terminal,
  root: string,
  texts: { get(file: string): string | undefined } = new Map(),
  summaries: ReadonlyMap<string, string> = new Map(),
): ReportContext {
  return {
    source: (file) => texts.get(file) ?? readText(root, file).text,
    summaryOf: (rule) => summaries.get(rule),
    version: version(),
    colour: wantsColour(terminal),
  };
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}
