import type { Finding, Location } from "../../../../core/finding.ts";
import type { RuleInfo } from "../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "lint/unused-suppression",
  severity: "warning",
  summary: "A suppression suppresses something",
};

/** @param name a rule that the suppression at this place names in vain */
export function describeUnused(name: string, at: Location): Finding {
  const message = `nothing here breaks ${name}; take this suppression out`;
  return { rule: rule.name, severity: rule.severity, message, at };
}

/** @param at an acknowledgement of the settings */
export function describeUnusedAcknowledgement(at: Location): Finding {
  const message = "this acknowledgement matches no finding; remove it";
  return { rule: rule.name, severity: rule.severity, message, at };
}
