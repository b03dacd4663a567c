import type { Acknowledgement, LintConfig } from "../core/config.ts";
import type { Finding } from "../core/finding.ts";
import { compileGlob } from "../core/glob.ts";
import type { ClusterFinding } from "./report.ts";

/** A finding that its user knows and accepts, and why. */
export interface Acknowledged {
  finding: Finding;
  reason: string;
}

export interface Applied {
  /** What remains, with a warning for each acknowledgement of a `services/` rule that matches nothing. */
  findings: Finding[];
  /** What the user accepts. */
  acknowledged: Acknowledged[];
}

/**
 * Applies the user's severities and acknowledgements to the findings about services.yaml. Errors stay what they are: nothing can be
 * generated from such a file.
 * @param found the findings, each with its clusters
 * @param config block `lint`
 * @param locate finds an acknowledgement by its place in the list
 */
export function applyLintConfig(
  found: readonly ClusterFinding[],
  config: LintConfig,
  locate: (index: number) => Finding["at"],
): Applied {
  const acknowledgements = config.acknowledge ?? [];
  const used = new Set<Acknowledgement>();
  const applied: Applied = { findings: [], acknowledged: [] };
  for (const { finding, clusters } of found) {
    const matching =
      finding.severity === "error"
        ? []
        : acknowledgements.filter((entry) => matches(entry, finding, clusters));
    for (const entry of matching) used.add(entry);
    const [first] = matching;
    if (first !== undefined && coversAll(matching, clusters)) {
      applied.acknowledged.push({ finding, reason: first.reason });
      continue;
    }
    const severity = config.severities?.[finding.rule] ?? finding.severity;
    if (finding.severity === "error") applied.findings.push(finding);
    else if (severity !== "off") applied.findings.push({ ...finding, severity });
  }
  acknowledgements.forEach((entry, index) => {
    if (used.has(entry) || !isAboutServices(entry)) return;
    applied.findings.push({
      rule: "services/lint",
      severity: "warning",
      message: `this acknowledgement of ${entry.rule} matches no finding; remove it`,
      at: locate(index),
      path: ["lint", "acknowledge", index],
    });
  });
  return applied;
}

/** Acknowledgements of these rules are applied here; those of all others are the linter's. */
export function isAboutServices({ rule }: Acknowledgement): boolean {
  return rule.startsWith("services/");
}

function matches(entry: Acknowledgement, finding: Finding, clusters: readonly string[]): boolean {
  if (entry.rule !== finding.rule) return false;
  if (entry.file !== undefined && !compileGlob(entry.file)(finding.at.file)) return false;
  return entry.cluster === undefined || clusters.some(compileGlob(entry.cluster));
}

/** A finding about several clusters is accepted when it is for each of them. */
function coversAll(entries: readonly Acknowledgement[], clusters: readonly string[]): boolean {
  if (entries.some(({ cluster }) => cluster === undefined)) return true;
  return clusters.every((name) => entries.some(({ cluster }) => compileGlob(cluster!)(name)));
}
