import { styleText } from "node:util";
import type { Finding, Severity } from "../core/finding.ts";
import { clean, drawFrame } from "./frame.ts";
import type { Report, ReportContext, Summary } from "./types.ts";

type Style = Parameters<typeof styleText>[0];
const colours: Readonly<Record<Severity, Style>> = {
  error: ["bold", "red"],
  warning: ["bold", "yellow"],
  info: ["bold", "blue"],
};

/**
 * For people: per finding a line `file:line:col: severity: message [rule]` that editors and grep understand, the lines around the
 * place, and other places that belong to it; files apart by an empty line; a summary at the end.
 */
export function reportText({ findings, summary }: Report, context: ReportContext): string {
  const paint = painter(context.colour);
  const lines: string[] = [];
  for (const [index, finding] of findings.entries()) {
    if (index > 0 && finding.at.file !== findings[index - 1]!.at.file) lines.push("");
    lines.push(...printFinding(finding, context, paint));
  }
  if (lines.length > 0) lines.push("");
  return `${[...lines, summarise(summary, paint)].join("\n")}\n`;
}

/** One finding as `text` prints it, without a summary. */
export function printFinding(
  finding: Finding,
  context: ReportContext,
  paint = painter(context.colour),
): string[] {
  const { at, severity, rule } = finding;
  const place = `${clean(at.file)}:${at.line}:${at.column}`;
  const source = context.source(at.file);
  const build =
    finding.build === undefined ? [] : [paint("dim", `    in build ${clean(finding.build)}`)];
  return [
    `${paint("bold", `${place}:`)} ${paint(colours[severity], severity)}: ${clean(finding.message)} ${paint("dim", `[${rule}]`)}`,
    ...(source === undefined || isWholeFile(finding)
      ? []
      : drawFrame(source, at).map((line) => paintFrame(line, severity, paint))),
    ...(finding.related ?? []).map(
      ({ message, at: other }) =>
        `    ${clean(other.file)}:${other.line}:${other.column}: ${clean(message)}`,
    ),
    ...build,
  ];
}

/** A finding about a file as such; its first line would tell nothing. */
function isWholeFile({ at, path }: Finding): boolean {
  return at.line === 1 && at.column === 1 && at.endLine === undefined && path === undefined;
}

function paintFrame(line: string, severity: Severity, paint: Painter): string {
  if (/^ +\| +\^+$/.test(line)) return paint(colours[severity], `  ${line}`);
  return line.startsWith(">") ? `  ${line}` : paint("dim", `  ${line}`);
}

function summarise(
  { files, documents, errors, warnings, infos, unchecked }: Summary,
  paint: Painter,
): string {
  const scope = `${count(files, "file")}, ${count(documents, "document")}`;
  const apart = unchecked === 0 ? "" : `; ${count(unchecked, "resource")} without a schema`;
  if (errors + warnings + infos === 0)
    return `${paint("green", "no findings")} in ${scope}${apart}`;
  const counts = [
    ...(errors > 0 ? [paint(colours.error, count(errors, "error"))] : []),
    ...(warnings > 0 ? [paint(colours.warning, count(warnings, "warning"))] : []),
    ...(infos > 0 ? [paint(colours.info, count(infos, "info"))] : []),
  ];
  return `${counts.join(", ")} in ${scope}${apart}`;
}

/** @returns such as `1 file`, `2 files` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

type Painter = (style: Style, text: string) => string;

function painter(colour: boolean): Painter {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
