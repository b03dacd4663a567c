import type { Rule } from "../../../../core/rule.ts";
import { labelFault } from "../../../../schema/names.ts";
import { entries, type Field, get, isSet, items } from "../../istio/field.ts";
import type { Subject } from "../../istio/subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkRange,
  checkUnique,
  quantity,
} from "../checks.ts";
import { checkClaimSpec } from "../claims.ts";
import { checkPods, type Pod } from "../pods.ts";
import { checkFieldReference, checkResourceReference, volumePathFault } from "../references.ts";

const HOST_PATHS = [
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
];

/** Source: ValidateVolumes and validateVolumeSource of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/volumes",
  severity: "error",
  summary: "A volume has a name of its own and one source",
  scope: "file",
  check: checkPods((pod) => {
    const volumes = items(get(pod.spec, "volumes"));
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
  if (sources.length === 0)
    subject.report(volume, `volume ${describe(name)} has no source, such as emptyDir: {}`);
  for (const { key, field } of sources) CHECKS[key]?.(subject, field);
}

/** The claim templates of a StatefulSet take the place of volumes of the same name. */
function isReplaced({ kind, subject }: Pod, name: Field): boolean {
  const claims = items(get(subject.spec, "volumeClaimTemplates"));
  return (
    kind === "StatefulSet.apps" &&
    claims.some((claim) => get(claim, "metadata", "name").value === name.value)
  );
}

const CHECKS: Readonly<Record<string, (subject: Subject, source: Field) => void>> = {
  emptyDir(subject, source) {
    const size = get(source, "sizeLimit");
    if ((quantity(size)?.units ?? 0n) < 0n) subject.report(size, "sizeLimit must not be negative");
  },
  hostPath(subject, source) {
    checkFilled(subject, get(source, "path"));
    const path = get(source, "path").value;
    if (typeof path === "string" && path.split("/").includes(".."))
      subject.report(get(source, "path"), `path "${path}" must not contain '..'`);
    checkChoice(subject, get(source, "type"), HOST_PATHS);
  },
  secret(subject, source) {
    requireName(subject, source, "secretName");
    checkFiles(subject, source);
  },
  configMap(subject, source) {
    requireName(subject, source, "name");
    checkFiles(subject, source);
  },
  downwardAPI(subject, source) {
    checkMode(subject, get(source, "defaultMode"));
    for (const item of items(get(source, "items"))) checkDownwardFile(subject, item);
  },
  persistentVolumeClaim: (subject, source) => checkFilled(subject, get(source, "claimName")),
  nfs(subject, source) {
    checkFilled(subject, get(source, "server"), get(source, "path"));
    const path = get(source, "path");
    if (typeof path.value === "string" && path.value !== "" && !path.value.startsWith("/"))
      subject.report(path, `path "${path.value}" must be absolute`);
  },
  ephemeral(subject, source) {
    const claim = get(source, "volumeClaimTemplate");
    if (isSet(claim)) checkClaimSpec(subject, get(claim, "spec"));
    else subject.report(source, "ephemeral needs a volumeClaimTemplate", { part: "key" });
  },
  projected(subject, source) {
    checkMode(subject, get(source, "defaultMode"));
    for (const part of items(get(source, "sources"))) checkProjection(subject, part);
  },
  image: (subject, source) =>
    checkChoice(subject, get(source, "pullPolicy"), ["Always", "IfNotPresent", "Never"]),
};

function checkProjection(subject: Subject, part: Field): void {
  const given = entries(part).map(({ field }) => field);
  checkOneOf(subject, given, "the source");
  if (given.length === 0) subject.report(part, "a projected source names what it projects");
  for (const key of ["secret", "configMap"]) {
    const source = get(part, key);
    if (!isSet(source)) continue;
    requireName(subject, source, "name");
    checkFiles(subject, source);
  }
  for (const item of items(get(part, "downwardAPI", "items"))) checkDownwardFile(subject, item);
  const token = get(part, "serviceAccountToken");
  checkRange(subject, get(token, "expirationSeconds"), 600, 2 ** 32);
  checkFilled(subject, get(token, "path"));
  checkName(subject, get(token, "path"), volumePathFault);
}

function requireName(subject: Subject, source: Field, key: string): void {
  const name = get(source, key);
  if (!isSet(name) || name.value === "")
    subject.report(source, `${String(source.path.at(-1))} has no ${key}`, { part: "key" });
}

function checkFiles(subject: Subject, source: Field): void {
  checkMode(subject, get(source, "defaultMode"));
  for (const item of items(get(source, "items"))) {
    checkFilled(subject, get(item, "key"), get(item, "path"));
    checkName(subject, get(item, "path"), volumePathFault);
    checkMode(subject, get(item, "mode"));
  }
}

function checkDownwardFile(subject: Subject, item: Field): void {
  checkFilled(subject, get(item, "path"));
  checkName(subject, get(item, "path"), volumePathFault);
  checkMode(subject, get(item, "mode"));
  const given = checkOneOf(
    subject,
    ["fieldRef", "resourceFieldRef"].map((key) => get(item, key)),
    "the file",
  );
  if (given.length === 0) subject.report(item, "the file needs fieldRef or resourceFieldRef");
  checkFieldReference(subject, get(item, "fieldRef"), "file");
  const resource = get(item, "resourceFieldRef");
  checkResourceReference(subject, resource);
  if (isSet(resource) && !isSet(get(resource, "containerName")))
    subject.report(resource, "resourceFieldRef has no containerName", { part: "key" });
}

function checkMode(subject: Subject, field: Field): void {
  const mode = typeof field.value === "number" ? field.value : undefined;
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  subject.report(
    field,
    `${String(field.path.at(-1))} is ${mode}; it must be from 0 to 511, which is 0777 in octal`,
  );
}

function describe(name: Field): string {
  return typeof name.value === "string" && name.value !== "" ? `"${name.value}"` : "without a name";
}
