import type { Finding, Location } from "../../../../core/finding.ts";
import type { RuleInfo } from "../../../../core/rule.ts";

export const rule: RuleInfo = {
  name: "lint/suppression-reason",
  severity: "warning",
  summary: "A suppression says why",
};

/** @param at a suppression without a reason */
export function describeNoReason(at: Location): Finding {
  const message = 'this suppression gives no reason; add one after "--"';
  return { rule: rule.name, severity: rule.severity, message, at };
}
