import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { didYouMean } from "../../../../core/suggest.ts";
import { type Field, get, isSet, items } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkChoice, checkFilled, checkName, checkUnique, word } from "../checks.ts";
import { checkPods, containersIn, type Pod } from "../pods.ts";
import { relativePathFault } from "../references.ts";

/** Source: ValidateVolumeMounts and ValidateVolumeDevices of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/volume-mounts",
  severity: "error",
  summary: "A mount names a volume of its Pod, each at a path of its own",
  scope: "file",
  check: checkPods((pod) => {
    const volumes = volumesOf(pod);
    for (const { field } of containersIn(pod.spec)) {
      const mounts = items(get(field, "volumeMounts"));
      const devices = items(get(field, "volumeDevices"));
      for (const mount of [...mounts, ...devices]) checkVolume(pod.subject, mount, volumes);
      for (const mount of mounts) checkMount(pod.subject, mount, field);
      const paths = [
        ...mounts.map((mount) => get(mount, "mountPath")),
        ...devices.map((device) => get(device, "devicePath")),
      ];
      checkFilled(pod.subject, ...paths);
      checkUnique(pod.subject, paths, "path");
    }
  }),
};

/** @returns the names of a Pod's volumes, or undefined when one of them is not known from the file */
function volumesOf({ kind, spec, subject }: Pod): ReadonlySet<string> | undefined {
  const claims =
    kind === "StatefulSet.apps"
      ? items(get(subject.spec, "volumeClaimTemplates")).map((claim) => get(claim, "metadata"))
      : [];
  const names = [...items(get(spec, "volumes")), ...claims].map((volume) =>
    word(get(volume, "name")),
  );
  return names.includes(undefined) ? undefined : new Set(names as string[]);
}

function checkVolume(
  subject: Subject,
  mount: Field,
  volumes: ReadonlySet<string> | undefined,
): void {
  const field = get(mount, "name");
  checkFilled(subject, field);
  const name = word(field);
  if (name === undefined || name === "" || volumes === undefined || volumes.has(name)) return;
  const known =
    volumes.size === 0
      ? "; the Pod has no volumes"
      : didYouMean(name, volumes) ||
        `; it has ${[...volumes].map((volume) => `"${volume}"`).join(", ")}`;
  subject.report(field, `the Pod has no volume "${name}"${known}`);
}

function checkMount(subject: Subject, mount: Field, container: Field): void {
  const subPath = get(mount, "subPath");
  const expression = get(mount, "subPathExpr");
  checkName(subject, subPath, relativePathFault);
  checkName(subject, expression, relativePathFault);
  if (word(subPath) && word(expression))
    subject.report(expression, "subPath and subPathExpr exclude each other; keep one of them", {
      part: "key",
    });
  const propagation = get(mount, "mountPropagation");
  checkChoice(subject, propagation, ["Bidirectional", "HostToContainer", "None"]);
  const privileged = get(container, "securityContext", "privileged").value === true;
  if (propagation.value === "Bidirectional" && !privileged)
    subject.report(propagation, "mountPropagation Bidirectional needs a privileged container");
  const recursive = get(mount, "recursiveReadOnly");
  checkChoice(subject, recursive, ["Disabled", "Enabled", "IfPossible"]);
  const asks = recursive.value === "Enabled" || recursive.value === "IfPossible";
  if (asks && get(mount, "readOnly").value !== true)
    subject.report(recursive, `recursiveReadOnly ${asText(recursive.value)} needs readOnly: true`);
  if (asks && isSet(propagation) && propagation.value !== "None")
    subject.report(recursive, "recursiveReadOnly needs mountPropagation: None");
}
