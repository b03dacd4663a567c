import type { Finding, Location } from "../../../../core/finding.ts";
import type { RuleInfo } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";

export const rule: RuleInfo = {
  name: "lint/unknown-rule",
  severity: "warning",
  summary: "A suppression or setting names a rule that exists",
};

/** @param at a suppression that names no rule at all */
export function describeNoRule(at: Location): Finding {
  const message =
    "this suppression names no rule; write the rule's name after meshwright-disable-next-line";
  return { rule: rule.name, severity: rule.severity, message, at };
}

/**
 * @param name a name that no rule has
 * @param known every rule's name
 * @param at the suppression that has it
 */
export function describeUnknownRule(name: string, known: readonly string[], at: Location): Finding {
  const candidate = suggest(name, known);
  const message = `no rule is named "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}`;
  return { rule: rule.name, severity: rule.severity, message, at };
}
