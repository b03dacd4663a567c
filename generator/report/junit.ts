import type { Finding } from "../core/finding.ts";
import { count } from "./text.ts";
import type { Report } from "./types.ts";

/** JUnit XML as CI servers read it: a suite for each file, a failed case for each finding; infos pass. */
export function reportJunit({ findings, summary }: Report): string {
  const files = [...new Set(findings.map(({ at }) => at.file))];
  const suites = files.map((file) =>
    printSuite(
      file,
      findings.filter(({ at }) => at.file === file),
    ),
  );
  if (suites.length === 0) {
    suites.push(
      `  <testsuite name="meshwright" tests="1" failures="0" errors="0">\n    <testcase classname="meshwright" name="no findings in ${count(summary.files, "file")}"/>\n  </testsuite>`,
    );
  }
  const tests = Math.max(1, findings.length);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="meshwright" tests="${tests}" failures="${findings.filter(fails).length}" errors="0">
${suites.join("\n")}
</testsuites>
`;
}

function printSuite(file: string, findings: readonly Finding[]): string {
  const cases = findings.map((finding) => printCase(file, finding)).join("\n");
  return `  <testsuite name="${escape(file)}" tests="${findings.length}" failures="${findings.filter(fails).length}" errors="0">\n${cases}\n  </testsuite>`;
}

function printCase(file: string, finding: Finding): string {
  const place = `${file}:${finding.at.line}:${finding.at.column}`;
  const open = `    <testcase classname="${escape(file)}" name="${escape(`${finding.rule} ${finding.at.line}:${finding.at.column}`)}" file="${escape(file)}" line="${finding.at.line}">`;
  const text = escape(`${place}: ${finding.severity}: ${finding.message}`);
  const body = fails(finding)
    ? `<failure type="${finding.severity}" message="${escape(finding.message)}">${text}</failure>`
    : `<system-out>${text}</system-out>`;
  return `${open}\n      ${body}\n    </testcase>`;
}

function fails({ severity }: Finding): boolean {
  return severity !== "info";
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** Escapes text for XML 1.0; what XML cannot hold becomes a replacement character. */
function escape(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replaceAll(/[&<>"'\n\r\t]/g, (character) => entities[character]!);
}
