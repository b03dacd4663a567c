import { createHash } from "node:crypto";
import type { Finding } from "../core/finding.ts";
import { toPointer } from "../core/path.ts";

/**
 * Names findings so that a service recognises them in the next commit, when lines have moved.
 * @returns one hash for each finding, all different
 */
export function fingerprints(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = JSON.stringify([
      finding.rule,
      finding.at.file,
      finding.build ?? "",
      toPointer(finding.path ?? []),
      finding.message,
    ]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return createHash("sha256").update(`${key}${before}`).digest("hex");
  });
}
