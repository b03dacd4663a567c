import type { Finding } from "../core/finding.ts";
import type { ClusterFinding } from "./report.ts";
import type { LintConfig } from "./schema.ts";

/** A finding that its user knows and accepts, and why. */
export interface Acknowledged {
  finding: Finding;
  reason: string;
}

type Acknowledgement = NonNullable<LintConfig["acknowledge"]>[number];

/**
 * Applies the user's severities and acknowledgements to the findings about services.yaml. Errors stay what they are: nothing can be
 * generated from such a file.
 * @param found the findings, each with its clusters
 * @param config block `lint`
 * @param locate finds an acknowledgement by its place in the list
 * @returns the findings that remain, with one for each acknowledgement of a `services/` rule that matches nothing, and those accepted
 */
export function applyLintConfig(
  found: readonly ClusterFinding[],
  config: LintConfig,
  locate: (index: number) => Finding["at"],
): { findings: Finding[]; acknowledged: Acknowledged[] } {
  const acknowledgements = config.acknowledge ?? [];
  const used = new Set<Acknowledgement>();
  const findings: Finding[] = [];
  const acknowledged: Acknowledged[] = [];
  for (const { finding, clusters } of found) {
    const reasons =
      finding.severity === "error" ? [] : coverings(finding, clusters, acknowledgements);
    if (reasons.length > 0) {
      for (const reason of reasons) used.add(reason);
      acknowledged.push({ finding, reason: reasons[0]!.reason });
      continue;
    }
    const severity =
      finding.severity === "error"
        ? "error"
        : (config.severities?.[finding.rule] ?? finding.severity);
    if (severity !== "off") findings.push({ ...finding, severity });
  }
  acknowledgements.forEach((acknowledgement, index) => {
    if (used.has(acknowledgement) || !acknowledgement.rule.startsWith("services/")) return;
    const message = `this acknowledgement of ${acknowledgement.rule} matches no finding any more; remove it`;
    findings.push({
      rule: "services/lint",
      severity: "warning",
      message,
      at: locate(index),
      path: ["lint", "acknowledge", index],
    });
  });
  return { findings, acknowledged };
}

/** The acknowledgements that accept a finding: each of its clusters must be covered by one. */
function coverings(
  finding: Finding,
  clusters: readonly string[],
  acknowledgements: readonly Acknowledgement[],
): Acknowledgement[] {
  const candidates = acknowledgements.filter(
    ({ rule, file }) =>
      rule === finding.rule && (file === undefined || matchesGlob(finding.at.file, file)),
  );
  const whole = candidates.find(({ cluster }) => cluster === undefined);
  if (whole !== undefined) return [whole];
  if (clusters.length === 0) return [];
  const covering = clusters.map((name) =>
    candidates.find(({ cluster }) => matchesGlob(name, cluster!)),
  );
  return covering.every((acknowledgement) => acknowledgement !== undefined) ? covering : [];
}

/** @returns does the text match a pattern in which `*` stands for anything? */
function matchesGlob(text: string, glob: string): boolean {
  const parts = glob.split("*");
  const first = parts.shift()!;
  const last = parts.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let position = first.length;
  for (const part of parts) {
    position = text.indexOf(part, position);
    if (position < 0) return false;
    position += part.length;
  }
  return position <= text.length - last.length;
}
