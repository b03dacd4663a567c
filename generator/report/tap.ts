import type { Finding } from "../core/finding.ts";
import { clean } from "./frame.ts";
import { count } from "./text.ts";
import type { Report } from "./types.ts";

/** Test Anything Protocol 14 (testanything.org): errors are failed tests, warnings and infos passed ones. */
export function reportTap({ findings, summary }: Report): string {
  const points =
    findings.length === 0
      ? [`ok 1 - no findings in ${count(summary.files, "file")}`]
      : findings.map(printPoint);
  return `TAP version 14\n1..${points.length}\n${points.join("\n")}\n`;
}

function printPoint({ at, rule, severity, message }: Finding, index: number): string {
  const place = `${at.file}:${at.line}:${at.column}`;
  // JSON strings are YAML strings, on one line whatever they hold.
  return `${severity === "error" ? "not ok" : "ok"} ${index + 1} - ${describe(`${place}: ${message} [${rule}]`)}
  ---
  severity: ${severity}
  rule: ${JSON.stringify(rule)}
  file: ${JSON.stringify(at.file)}
  line: ${at.line}
  column: ${at.column}
  message: ${JSON.stringify(message)}
  ...`;
}

function describe(text: string): string {
  return clean(text).replaceAll("\\", "\\\\").replaceAll("#", "\\#");
}
