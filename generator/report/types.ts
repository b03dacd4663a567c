import type { Finding, Severity } from "../core/finding.ts";

/** What reporters print. */
export interface Report {
  /** In the order that they are to be shown in. */
  findings: readonly Finding[];
  summary: Summary;
}

/** Counts; `unchecked` are resources of kinds without a schema. */
export interface Summary {
  files: number;
  documents: number;
  errors: number;
  warnings: number;
  infos: number;
  unchecked: number;
}

/** What reporters may know beyond the findings. */
export interface ReportContext {
  /** The text of a file that a finding points at, for code frames and line hashes. */
  source(file: string): string | undefined;
  /** One line for a rule, where it has one. */
  summaryOf(rule: string): string | undefined;
  /** Version of Meshwright. */
  version: string;
  colour: boolean;
}

/** Prints a report in one format; the text ends with a line end. */
export type Reporter = (report: Report, context: ReportContext) => string;

/** @returns the page that explains a rule, relative to the package or repository of Meshwright */
export function docsOf(rule: string): string {
  return `docs/rules/${rule}.md`;
}

/** Counts findings by severity. */
export function countSeverities(
  findings: readonly Finding[],
): Record<"errors" | "warnings" | "infos", number> {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info") };
}

/** @returns such as `VirtualService wservice/wserviceinfo`, or undefined for a finding about no resource */
export function nameResource(finding: Finding): string | undefined {
  if (!finding.resource) return undefined;
  const { kind, namespace, name } = finding.resource;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
