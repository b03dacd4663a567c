import { asText } from "../../../core/json.ts";
import { labelFault, subdomainFault } from "../../../schema/names.ts";
import { type Field, get, isBlank, isSet, items } from "../field.ts";
import type { Subject } from "../subject.ts";
import { checkChoice, checkFilled, checkName, quantity, word } from "./checks.ts";
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
  for (const key of ["dataSource", "dataSourceRef"]) checkDataSource(subject, get(spec, key));
  checkSameSource(subject, get(spec, "dataSource"), get(spec, "dataSourceRef"));
}

function checkDataSource(subject: Subject, source: Field): void {
  const group = get(source, "apiGroup");
  const kind = get(source, "kind");
  checkFilled(subject, kind, get(source, "name"));
  checkName(subject, group, subdomainFault);
  if (isBlank(group) && word(kind) && kind.value !== "PersistentVolumeClaim")
    subject.report(
      kind,
      `without apiGroup only a PersistentVolumeClaim can be named; write the group of ${word(kind)}`,
    );
  checkName(subject, get(source, "namespace"), labelFault);
}

/** The older field and the newer one are kept the same; a source in another namespace has the newer one alone. */
function checkSameSource(subject: Subject, older: Field, newer: Field): void {
  if (!isSet(older) || !isSet(newer)) return;
  for (const key of ["apiGroup", "kind", "name"]) {
    const [one, other] = [get(older, key), get(newer, key)];
    if (
      word(one) === word(other) ||
      (isSet(one) && word(one) === undefined) ||
      (isSet(other) && word(other) === undefined)
    )
      continue;
    return subject.report(newer, "dataSourceRef differs from dataSource; leave dataSource out", {
      part: "key",
    });
  }
}

/** Checks that there are access modes and that they go together. */
export function checkAccessModes(subject: Subject, spec: Field): void {
  const modes = get(spec, "accessModes");
  const given = items(modes);
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
