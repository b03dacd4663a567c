import type { Severity } from "../core/finding.ts";
import { fingerprints } from "./fingerprint.ts";
import type { Report } from "./types.ts";

const severities: Readonly<Record<Severity, string>> = {
  error: "major",
  warning: "minor",
  info: "info",
};

/** A GitLab code quality report (docs.gitlab.com/ci/testing/code_quality, "Code quality report format"). */
export function reportGitlab({ findings }: Report): string {
  const prints = fingerprints(findings);
  const issues = findings.map(({ rule, severity, message, at }, index) => ({
    description: message,
    check_name: rule,
    fingerprint: prints[index],
    severity: severities[severity],
    location: { path: at.file, lines: { begin: at.line, end: at.endLine } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
