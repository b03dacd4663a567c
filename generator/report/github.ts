import type { Finding, Severity } from "../core/finding.ts";
import type { Report } from "./types.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/** Workflow commands of GitHub Actions, which become annotations of a pull request. */
export function reportGithub({ findings }: Report): string {
  return findings.map(annotate).join("");
}

function annotate({ at, severity, rule, message }: Finding): string {
  // Columns count only where the place ends on its own line.
  const oneLine = at.endLine === undefined || at.endLine === at.line;
  const properties: [string, string | number | undefined][] = [
    ["file", at.file],
    ["line", at.line],
    ["endLine", at.endLine],
    ["col", at.column],
    ["endColumn", oneLine ? at.endColumn : undefined],
    ["title", rule],
  ];
  const given = properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[severity]} ${given.join(",")}::${escapeData(message)}\n`;
}

/** Escapes as actions/toolkit does (packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
