import type { Finding } from "../core/finding.ts";
import { toPointer } from "../core/path.ts";
import { docsOf, type Report } from "./types.ts";

/** For programs: stable from version to version while `version` stays 1. A field that does not apply is left out. */
export function reportJson({ findings, summary }: Report): string {
  return `${JSON.stringify({ version: 1, summary, findings: findings.map(toJson) }, null, 2)}\n`;
}

function toJson(finding: Finding): Record<string, unknown> {
  const { rule, severity, message, at, path, resource, build, related } = finding;
  return {
    rule,
    severity,
    message,
    file: at.file,
    line: at.line,
    column: at.column,
    endLine: at.endLine,
    endColumn: at.endColumn,
    path: path && toPointer(path),
    resource: resource && {
      apiVersion: resource.apiVersion,
      kind: resource.kind,
      namespace: resource.namespace,
      name: resource.name,
    },
    build,
    related: related?.map(({ message: note, at: { file, line, column } }) => ({
      message: note,
      file,
      line,
      column,
    })),
    docs: docsOf(rule),
  };
}
