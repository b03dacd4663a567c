import { asText } from "../../../core/json.ts";
import { subdomainFault } from "../../../schema/names.ts";
import { type Field, get, isBlank, isSet } from "../field.ts";
import type { Subject } from "../subject.ts";
import { checkChoice, checkFilled, checkName, quantity, textsIn, word } from "./checks.ts";
import { checkLabelSelector } from "./selectors.ts";

const MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/** Checks the spec of a PersistentVolumeClaim. Source: ValidatePersistentVolumeClaimSpec of kubernetes pkg/apis/core/validation. */
export function checkClaimSpec(subject: Subject, spec: Field): void {
  checkAccessModes(subject, spec);
  const storage = get(spec, "resources", "requests", "storage");
  if (!isSet(storage))
    subject.report(storage, "the claim asks for no storage; write resources.requests.storage", {
      part: "key",
    });
  const size = quantity(storage);
  if (size !== undefined && size.units <= 0n)
    subject.report(storage, `storage is ${asText(storage.value)}; it must be more than zero`);
  for (const key of ["storageClassName", "volumeAttributesClassName"])
    checkName(subject, get(spec, key), subdomainFault);
  checkChoice(subject, get(spec, "volumeMode"), ["Block", "Filesystem"]);
  checkLabelSelector(subject, get(spec, "selector"));
  checkDataSource(subject, get(spec, "dataSource"), get(spec, "dataSourceRef"));
}

/**
 * Checks what the volume is filled with. The API server drops a dataSource of another kind, and, as cross-namespace sources are off by
 * default, a dataSourceRef with a namespace. Source: NormalizeDataSources and DropDisabledFields of kubernetes
 * pkg/api/persistentvolumeclaim.
 */
function checkDataSource(subject: Subject, older: Field, newer: Field): void {
  if (isSet(get(newer, "namespace"))) return;
  if (isSet(newer)) {
    checkSource(subject, newer);
    if (isSet(older) && !isSame(older, newer))
      subject.report(newer, "dataSourceRef differs from dataSource; leave dataSource out", {
        part: "key",
      });
    return;
  }
  const kind = word(get(older, "kind"));
  const group = get(older, "apiGroup");
  if (isSet(group) && word(group) === undefined) return;
  const known = isBlank(group)
    ? kind === "PersistentVolumeClaim"
    : kind === "VolumeSnapshot" && group.value === "snapshot.storage.k8s.io";
  if (known) return checkSource(subject, older);
  if (kind !== undefined && kind !== "")
    subject.warn(
      older,
      `a dataSource is a PersistentVolumeClaim or a VolumeSnapshot of group snapshot.storage.k8s.io; this one is dropped, and the volume is empty: write dataSourceRef`,
      { part: "key" },
    );
}

function checkSource(subject: Subject, source: Field): void {
  const group = get(source, "apiGroup");
  const kind = get(source, "kind");
  checkFilled(subject, kind, get(source, "name"));
  checkName(subject, group, subdomainFault);
  if (isBlank(group) && word(kind) && kind.value !== "PersistentVolumeClaim")
    subject.report(
      kind,
      `without apiGroup only a PersistentVolumeClaim can be named; write the group of ${word(kind)}`,
    );
}

/** The API server keeps the older field and the newer one the same. */
function isSame(older: Field, newer: Field): boolean {
  return ["apiGroup", "kind", "name"].every((key) => {
    const pair = [get(older, key), get(newer, key)];
    const isOpen = pair.some((field) => isSet(field) && word(field) === undefined);
    return isOpen || (word(pair[0]!) ?? "") === (word(pair[1]!) ?? "");
  });
}

/** Checks that there are access modes and that they go together. */
export function checkAccessModes(subject: Subject, spec: Field): void {
  const modes = get(spec, "accessModes");
  const given = textsIn(modes);
  if (!isSet(modes) || (Array.isArray(modes.value) && given.length === 0))
    subject.report(modes, "accessModes has no mode; write one such as ReadWriteOnce", {
      part: "key",
    });
  for (const mode of given) checkChoice(subject, mode, MODES);
  const values = given.map((mode) => mode.value);
  const others = values.filter(
    (mode) => mode !== "ReadWriteOncePod" && MODES.includes(asText(mode)),
  );
  if (values.includes("ReadWriteOncePod") && others.length > 0)
    subject.report(modes, "ReadWriteOncePod stands alone; remove the other access modes");
}
