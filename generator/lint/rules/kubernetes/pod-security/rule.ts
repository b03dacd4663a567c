import type { Rule } from "../../../../core/rule.ts";
import { didYouMean } from "../../../../core/suggest.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

const PREFIX = "pod-security.kubernetes.io";
const MODES = ["enforce", "audit", "warn"];
const LEVELS = ["privileged", "baseline", "restricted"];

/** Source: PolicyToEvaluate and ParseVersion of k8s.io/pod-security-admission api; the API server refuses such a Namespace. */
export const rule: Rule = {
  name: "kubernetes/pod-security",
  severity: "error",
  summary: "A Namespace's pod-security labels name levels and versions that exist",
  scope: "file",
  check: checkEach(["Namespace"], (subject) => {
    for (const mode of MODES) {
      const level = get(subject.metadata, "labels", `${PREFIX}/${mode}`);
      const chosen = text(level);
      if (chosen !== undefined && !LEVELS.includes(chosen))
        subject.report(
          level,
          `pod security has no level "${chosen}"${didYouMean(chosen, LEVELS) || `; use ${LEVELS.join(", ")}`}`,
        );
      const version = get(subject.metadata, "labels", `${PREFIX}/${mode}-version`);
      const wanted = text(version);
      if (wanted !== undefined && wanted !== "latest" && !/^v1\.(0|[1-9][0-9]*)$/.test(wanted))
        subject.report(
          version,
          `"${wanted}" is no version of the pod security levels; use latest, or a minor such as v1.36`,
        );
    }
  }),
};
