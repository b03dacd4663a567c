import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { checkChoice, checkRange, checkUnique, mappingsIn, textsIn } from "../checks.ts";

/** Source: ValidateCSIDriver of kubernetes pkg/apis/storage/validation. */
export const rule: Rule = {
  name: "kubernetes/csi-driver",
  severity: "error",
  summary: "A CSIDriver has settings that Kubernetes knows",
  scope: "file",
  check: checkEach(["CSIDriver.storage.k8s.io"], (subject) => {
    const { spec } = subject;
    checkChoice(subject, get(spec, "fsGroupPolicy"), ["ReadWriteOnceWithFSType", "File", "None"]);
    for (const mode of textsIn(get(spec, "volumeLifecycleModes")))
      checkChoice(subject, mode, ["Persistent", "Ephemeral"]);
    checkRange(subject, get(spec, "nodeAllocatableUpdatePeriodSeconds"), 10);
    const tokens = mappingsIn(get(spec, "tokenRequests"));
    for (const token of tokens) checkRange(subject, get(token, "expirationSeconds"), 600, 2 ** 32);
    const audiences = tokens.map((token) => get(token, "audience"));
    checkUnique(subject, audiences, "audience");
    const secrets = get(spec, "serviceAccountTokenInSecrets");
    if (isSet(secrets) && !isFilled(get(spec, "tokenRequests")))
      subject.report(secrets, "serviceAccountTokenInSecrets needs tokenRequests", { part: "key" });
  }),
};
