import type { Finding, Location } from "../../../core/finding.ts";
import type { RuleInfo } from "../../../core/rule.ts";

/** Makes a problem of a rule, at its own level. */
export function problem(
  { name, severity }: RuleInfo,
  message: string,
  at: Location,
  related?: Finding["related"],
): Finding {
  return {
    rule: name,
    severity,
    message,
    at,
    ...(related ? { related } : {}),
  };
}
