import { asText } from "../../../core/json.ts";
import { entries, type Field, get, isSet, text } from "../field.ts";
import type { Subject } from "../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkRange,
  isObject,
  mappingsIn,
  quantity,
} from "./checks.ts";
import { checkClaimSpec } from "./claims.ts";
import {
  backstepFault,
  checkFieldReference,
  checkResourceReference,
  volumePathFault,
} from "./references.ts";
import { driverFault } from "./volume-drivers.ts";

const HOST_PATHS = [
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
];

/** What must not be empty in the sources that CSI drivers have taken the place of. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  awsElasticBlockStore: ["volumeID"],
  azureDisk: ["diskName", "diskURI"],
  azureFile: ["secretName", "shareName"],
  cinder: ["volumeID"],
  flexVolume: ["driver"],
  gcePersistentDisk: ["pdName"],
  gitRepo: ["repository"],
  glusterfs: ["endpoints", "path"],
  iscsi: ["targetPortal", "iqn"],
  portworxVolume: ["volumeID"],
  rbd: ["image"],
  vsphereVolume: ["volumePath"],
};

/** What is checked of the source of a volume, by its field. */
export const SOURCE_CHECKS: Readonly<Record<string, (subject: Subject, source: Field) => void>> = {
  emptyDir(subject, source) {
    const size = get(source, "sizeLimit");
    if ((quantity(size)?.units ?? 0n) < 0n) subject.report(size, "sizeLimit must not be negative");
  },
  hostPath(subject, source) {
    checkFilled(subject, get(source, "path"));
    checkName(subject, get(source, "path"), backstepFault);
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
    for (const item of mappingsIn(get(source, "items"))) checkDownwardFile(subject, item);
  },
  persistentVolumeClaim: (subject, source) => checkFilled(subject, get(source, "claimName")),
  nfs(subject, source) {
    checkFilled(subject, get(source, "server"), get(source, "path"));
    const path = get(source, "path");
    const known = text(path);
    if (known && !known.startsWith("/")) subject.report(path, `path "${known}" must be absolute`);
  },
  ephemeral(subject, source) {
    const claim = get(source, "volumeClaimTemplate");
    if (isSet(claim)) checkClaimSpec(subject, get(claim, "spec"));
    else subject.report(source, "ephemeral needs a volumeClaimTemplate", { part: "key" });
  },
  projected(subject, source) {
    checkMode(subject, get(source, "defaultMode"));
    for (const part of mappingsIn(get(source, "sources"))) checkProjection(subject, part);
  },
  image: (subject, source) =>
    checkChoice(subject, get(source, "pullPolicy"), ["Always", "IfNotPresent", "Never"]),
  csi(subject, source) {
    checkFilled(subject, get(source, "driver"));
    checkName(subject, get(source, "driver"), driverFault);
  },
  ...Object.fromEntries(
    Object.entries(NAMED_BY).map(([source, keys]) => [
      source,
      (subject: Subject, field: Field) =>
        checkFilled(subject, ...keys.map((key) => get(field, key))),
    ]),
  ),
};

function checkProjection(subject: Subject, part: Field): void {
  const given = entries(part).map(({ field }) => field);
  checkOneOf(subject, given, "the source");
  for (const key of ["secret", "configMap"]) {
    const source = get(part, key);
    if (!isSet(source)) continue;
    requireName(subject, source, "name");
    checkFiles(subject, source);
  }
  for (const item of mappingsIn(get(part, "downwardAPI", "items")))
    checkDownwardFile(subject, item);
  const token = get(part, "serviceAccountToken");
  checkRange(subject, get(token, "expirationSeconds"), 600, 2 ** 32);
  checkFilled(subject, get(token, "path"));
  checkName(subject, get(token, "path"), volumePathFault);
}

function requireName(subject: Subject, source: Field, key: string): void {
  const name = get(source, key);
  if (isObject(source) && (!isSet(name) || name.value === ""))
    subject.report(source, `${asText(source.path.at(-1))} has no ${key}`, { part: "key" });
}

function checkFiles(subject: Subject, source: Field): void {
  checkMode(subject, get(source, "defaultMode"));
  for (const item of mappingsIn(get(source, "items"))) {
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
    `${asText(field.path.at(-1))} is ${mode}; it must be from 0 to 511, which is 0777 in octal`,
  );
}
