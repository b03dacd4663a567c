import type { Finding } from "../core/finding.ts";
import { toPointer } from "../core/path.ts";

/** Findings of an old repository that are let be: how often each may occur. Lines may move; wording and place in the document count. */
export interface Baseline {
  version: 1;
  findings: { rule: string; file: string; path?: string; message: string; count: number }[];
}

/** Makes the baseline that lets every given finding be, sorted so that it reads well in a diff. */
export function makeBaseline(findings: readonly Finding[]): Baseline {
  const counted = new Map<string, Baseline["findings"][number]>();
  for (const finding of findings) {
    const key = fingerprint(finding);
    const known = counted.get(key);
    if (known) known.count++;
    else
      counted.set(key, {
        rule: finding.rule,
        file: finding.at.file,
        path: finding.path && toPointer(finding.path),
        message: finding.message,
        count: 1,
      });
  }
  return { version: 1, findings: [...counted.keys()].sort().map((key) => counted.get(key)!) };
}

/** @returns the findings that the baseline does not know, or that occur more often than it says */
export function applyBaseline(findings: readonly Finding[], baseline: Baseline): Finding[] {
  const left = new Map<string, number>();
  for (const entry of baseline.findings)
    left.set(key(entry.rule, entry.file, entry.path, entry.message), entry.count);
  return findings.filter((finding) => {
    const print = fingerprint(finding);
    const count = left.get(print) ?? 0;
    left.set(print, count - 1);
    return count <= 0;
  });
}

function fingerprint(finding: Finding): string {
  return key(
    finding.rule,
    finding.at.file,
    finding.path && toPointer(finding.path),
    finding.message,
  );
}

function key(rule: string, file: string, path: string | undefined, message: string): string {
  return [file, rule, path ?? "", message].join("\n");
}
