import type { Acknowledgement, LintConfig } from "../core/config.ts";
import type { Finding } from "../core/finding.ts";
import { compileGlob } from "../core/glob.ts";

export interface Settled {
  findings: Finding[];
  /** Acknowledgements that matched nothing, by their index in the configuration. */
  unused: number[];
}

/**
 * Applies the user's severities and takes out what is acknowledged.
 * @param findings all findings, of lint and of services.yaml
 */
export function applySettings(findings: readonly Finding[], config: LintConfig): Settled {
  const acknowledged = (config.acknowledge ?? []).map(compileAcknowledgement);
  const used = new Set<number>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const severity = config.severities?.[finding.rule] ?? finding.severity;
    if (severity === "off") continue;
    const matches = acknowledged.flatMap((test, index) => (test(finding) ? [index] : []));
    for (const index of matches) used.add(index);
    if (matches.length === 0)
      kept.push(severity === finding.severity ? finding : { ...finding, severity });
  }
  return {
    findings: kept,
    unused: acknowledged.flatMap((_, index) => (used.has(index) ? [] : [index])),
  };
}

function compileAcknowledgement(acknowledgement: Acknowledgement): (finding: Finding) => boolean {
  const file = acknowledgement.file === undefined ? undefined : compileGlob(acknowledgement.file);
  const cluster =
    acknowledgement.cluster === undefined ? undefined : compileGlob(acknowledgement.cluster);
  return (finding) => {
    if (finding.rule !== acknowledgement.rule) return false;
    if (file && !file(finding.at.file)) return false;
    if (!cluster) return true;
    const name = clusterOf(finding);
    return name !== undefined && cluster(name);
  };
}

/** The cluster that a finding is about, as far as its place tells: `clusters.<name>` in services.yaml, or the folders of the tree. */
function clusterOf(finding: Finding): string | undefined {
  const [block, name] = finding.path ?? [];
  if (block === "clusters" && typeof name === "string") return name;
  for (const place of [finding.at.file, finding.build ?? ""]) {
    const match = /(?:^|\/)(?:clusters|overlays)\/([^/]+)/.exec(place);
    if (match) return match[1];
  }
  return undefined;
}
