import type { Finding, Location } from "../../../core/finding.ts";

/** Makes a problem of this folder's rules, all at error level. */
export function problem(
  rule: string,
  message: string,
  at: Location,
  related?: Finding["related"],
): Finding {
  return {
    rule: `kustomize/${rule}`,
    severity: "error",
    message,
    at,
    ...(related ? { related } : {}),
  };
}
