import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { labelFault, subdomainFault } from "../../../../schema/names.ts";
import { entries, type Field, get, isSet } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkPresent,
  isObject,
  keyOf,
  mappingsIn,
  quantity,
} from "../checks.ts";
import { checkAccessModes, checkClaimSpec } from "../claims.ts";
import { checkNodeSelector } from "../node-selectors.ts";
import { backstepFault } from "../references.ts";
import { driverFault } from "../volume-drivers.ts";
import { SOURCE_CHECKS } from "../volume-sources.ts";

/** Where the storage of a PersistentVolume can be. */
const SOURCES = [
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "hostPath",
  "glusterfs",
  "nfs",
  "rbd",
  "iscsi",
  "cinder",
  "cephfs",
  "fc",
  "flocker",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "photonPersistentDisk",
  "portworxVolume",
  "scaleIO",
  "local",
  "storageos",
  "csi",
];

const SECRET_REFERENCES = [
  "controllerPublishSecretRef",
  "controllerExpandSecretRef",
  "nodePublishSecretRef",
  "nodeExpandSecretRef",
];

/** Source: ValidatePersistentVolumeClaimSpec and ValidatePersistentVolumeSpec of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/volume-claim",
  severity: "error",
  summary: "A claim asks for storage and access modes, and a PersistentVolume offers them",
  scope: "file",
  check: checkEach(["PersistentVolumeClaim", "PersistentVolume", "StatefulSet.apps"], (subject) => {
    const kind = groupKindOf(subject.resource.id);
    if (kind === "PersistentVolume") return checkVolume(subject);
    if (kind === "PersistentVolumeClaim") return checkClaimSpec(subject, subject.spec);
    for (const claim of mappingsIn(get(subject.spec, "volumeClaimTemplates"))) {
      const name = get(claim, "metadata", "name");
      checkPresent(subject, name, "a claim template needs metadata.name, the name of its volume");
      checkName(subject, name, labelFault);
      checkClaimSpec(subject, get(claim, "spec"));
    }
  }),
};

function checkVolume(subject: Subject): void {
  const { spec } = subject;
  checkAccessModes(subject, spec);
  const capacity = get(spec, "capacity");
  const storage = get(capacity, "storage");
  if (!isSet(storage))
    subject.report(storage, "a PersistentVolume needs capacity.storage", { part: "key" });
  for (const { key, field } of entries(capacity)) {
    if (key !== "storage")
      subject.report(field, `capacity has storage alone, not "${key}"`, { part: "key" });
  }
  const sources = SOURCES.map((key) => get(spec, key));
  const given = checkOneOf(subject, sources, "the volume"); // flexVolume is counted, and goes with others
  if (isObject(spec) && given.length === 0 && !isSet(get(spec, "flexVolume")))
    subject.report(spec, "a PersistentVolume needs a source, such as csi or nfs", { part: "key" });
  for (const key of ["nfs", "hostPath", "local", "csi"]) {
    const source = get(spec, key);
    if (isSet(source)) (VOLUME_CHECKS[key] ?? SOURCE_CHECKS[key]!)(subject, source);
  }
  const size = quantity(storage);
  if (size !== undefined && size.units <= 0n)
    subject.report(storage, `storage is ${asText(storage.value)}; it must be more than zero`);
  checkChoice(subject, get(spec, "persistentVolumeReclaimPolicy"), ["Delete", "Recycle", "Retain"]);
  checkChoice(subject, get(spec, "volumeMode"), ["Block", "Filesystem"]);
  checkName(subject, get(spec, "storageClassName"), subdomainFault);
  const affinity = get(spec, "nodeAffinity");
  const required = get(affinity, "required");
  if (isSet(affinity) && !isSet(required))
    subject.report(affinity, "nodeAffinity has no required", { part: "key" });
  checkNodeSelector(subject, required);
  if (isSet(get(spec, "local")) && !isSet(affinity))
    subject.report(
      get(spec, "local"),
      "a local volume needs nodeAffinity, which says where it is",
      { part: "key" },
    );
  const attributes = get(spec, "volumeAttributesClassName");
  checkFilled(subject, attributes);
  checkName(subject, attributes, subdomainFault);
  if (isSet(attributes) && !isSet(get(spec, "csi")))
    subject.report(attributes, "volumeAttributesClassName needs csi", { part: "key" });
}

/** What a source has in a PersistentVolume alone. */
const VOLUME_CHECKS: Readonly<Record<string, (subject: Subject, source: Field) => void>> = {
  local(subject, source) {
    checkFilled(subject, get(source, "path"));
    checkName(subject, get(source, "path"), backstepFault);
  },
  csi(subject, source) {
    checkFilled(subject, get(source, "driver"), get(source, "volumeHandle"));
    checkName(subject, get(source, "driver"), driverFault);
    for (const key of SECRET_REFERENCES) checkSecret(subject, get(source, key));
  },
};

function checkSecret(subject: Subject, reference: Field): void {
  if (!isObject(reference)) return;
  const name = get(reference, "name");
  const namespace = get(reference, "namespace");
  for (const field of [name, namespace])
    checkPresent(subject, field, `${keyOf(reference)} needs ${keyOf(field)}`);
  checkName(subject, name, subdomainFault);
  checkName(subject, namespace, labelFault);
}
