import type { Finding, Location, Severity } from "../core/finding.ts";
import { fingerprints } from "./fingerprint.ts";
import { nameResource, type Report, type ReportContext } from "./types.ts";

const levels: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), as GitHub's code scanning and editors read it. */
export function reportSarif({ findings }: Report, context: ReportContext): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const indexes = new Map(rules.map((rule, index) => [rule, index]));
  const prints = fingerprints(findings);
  const run = {
    tool: {
      driver: {
        name: "meshwright",
        version: context.version,
        rules: rules.map((rule) => describeRule(rule, context)),
      },
    },
    columnKind: "utf16CodeUnits",
    results: findings.map((finding, index) =>
      toResult(finding, indexes.get(finding.rule)!, prints[index]!),
    ),
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function describeRule(rule: string, context: ReportContext): Record<string, unknown> {
  const summary = context.summaryOf(rule);
  return {
    id: rule,
    ...(summary !== undefined && { shortDescription: { text: summary } }),
    help: { text: `meshwright explain ${rule}` },
  };
}

function toResult(
  finding: Finding,
  ruleIndex: number,
  fingerprint: string,
): Record<string, unknown> {
  const resource = nameResource(finding);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: toPhysical(finding.at),
        ...(resource !== undefined && {
          logicalLocations: [{ fullyQualifiedName: resource, kind: "resource" }],
        }),
      },
    ],
    ...(finding.related && {
      relatedLocations: finding.related.map(({ message, at }, id) => ({
        id,
        message: { text: message },
        physicalLocation: toPhysical(at),
      })),
    }),
    partialFingerprints: { "meshwright/v1": fingerprint },
  };
}

function toPhysical({ file, line, column, endLine, endColumn }: Location): Record<string, unknown> {
  return {
    artifactLocation: {
      uri: file.split("/").map(encodeURIComponent).join("/"),
      uriBaseId: "%SRCROOT%",
    },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}
