import { lookUp } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { labelFault } from "../../../../schema/names.ts";
import { entries, type Field, get, items } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkFilled, checkName, checkOneOf, checkUnique, mappingsIn } from "../checks.ts";
import { checkPods, type Pod } from "../pods.ts";
import { SOURCE_CHECKS } from "../volume-sources.ts";

/** Source: ValidateVolumes and validateVolumeSource of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/volumes",
  severity: "error",
  summary: "A volume has a name of its own and one source",
  scope: "file",
  check: checkPods((pod) => {
    const volumes = mappingsIn(get(pod.spec, "volumes"));
    for (const volume of volumes) checkVolume(pod.subject, volume, pod);
    checkUnique(
      pod.subject,
      volumes.map((volume) => get(volume, "name")),
      "volume",
    );
  }),
};

function checkVolume(subject: Subject, volume: Field, pod: Pod): void {
  const name = get(volume, "name");
  if (isReplaced(pod, name)) return;
  checkFilled(subject, name);
  checkName(subject, name, labelFault);
  const sources = entries(volume).filter(({ key }) => key !== "name");
  checkOneOf(
    subject,
    sources.map(({ field }) => field),
    "the volume",
  );
  for (const { key, field } of sources) lookUp(SOURCE_CHECKS, key)?.(subject, field);
}

/** The claim templates of a StatefulSet take the place of volumes of the same name. */
function isReplaced({ kind, subject }: Pod, name: Field): boolean {
  const claims = items(get(subject.spec, "volumeClaimTemplates"));
  return (
    kind === "StatefulSet.apps" &&
    claims.some((claim) => get(claim, "metadata", "name").value === name.value)
  );
}
