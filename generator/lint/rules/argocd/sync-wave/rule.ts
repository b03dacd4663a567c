import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

const HOOKS = ["PreSync", "Sync", "Skip", "PostSync", "SyncFail", "PostDelete", "PreDelete"];

/** Source: docs/user-guide/sync-waves.md and resource_hooks.md of argoproj/argo-cd. */
export const rule: Rule = {
  name: "argocd/sync-wave",
  severity: "warning",
  summary: "A sync wave is a whole number, and a hook one that Argo CD knows",
  scope: "file",
  check: checkEach([], (subject) => {
    const annotations = get(subject.metadata, "annotations");
    if (annotations.value === undefined) return;
    const wave = get(annotations, "argocd.argoproj.io/sync-wave");
    const value = text(wave);
    if (value !== undefined && !isWave(value))
      subject.report(
        wave,
        `"${value}" is no whole number, so the wave is 0; write one in quotes, such as "-1"`,
      );
    const hook = get(annotations, "argocd.argoproj.io/hook");
    const named = text(hook)
      ?.split(",")
      .map((name) => name.trim());
    const unknown = named?.find((name) => name !== "" && !HOOKS.includes(name));
    if (unknown !== undefined)
      subject.report(hook, `no hook is named "${unknown}"; there are ${HOOKS.join(", ")}`);
  }),
};

/** As Go's strconv.Atoi reads it: 64 bits, a sign or none, nothing around it. */
function isWave(value: string): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  const wave = BigInt(value.replace(/^\+/, ""));
  return BigInt.asIntN(64, wave) === wave;
}
