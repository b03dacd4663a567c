import { asText, isMapping } from "../../../core/json.ts";
import { suggest } from "../../../core/suggest.ts";
import { type Quantity, parseQuantity } from "../../../schema/quantity.ts";
import { type Field, get, isSet, number, text } from "../field.ts";
import type { Subject } from "../subject.ts";

/** Says what is wrong with a name, or undefined where it is right. */
type Fault = (name: string) => string | undefined;

/** @returns the text, or undefined where there is none, or one that is only known after substitution or decryption */
export function word(field: Field): string | undefined {
  const value = text(field);
  return value?.startsWith("ENC[") ? undefined : value;
}

/**
 * @returns the items of a list that are mappings; null is an empty one, as the API server decodes it. What else stands there is the
 * schema's to report.
 */
export function mappingsIn(field: Field): Field[] {
  if (!Array.isArray(field.value)) return [];
  return field.value.flatMap((value: unknown, index) => {
    const item = get(field, index);
    if (value === null) return [{ path: item.path, value: {} }];
    return isObject(item) ? [item] : [];
  });
}

/** @returns the items of a list of texts; null is the empty one, as the API server decodes it */
export function textsIn(field: Field): Field[] {
  if (!Array.isArray(field.value)) return [];
  return field.value.map((value: unknown, index) => {
    const item = get(field, index);
    return value === null ? { path: item.path, value: "" } : item;
  });
}

/** Is it a mapping, as it should be? What else stands there is the schema's to report. */
export function isObject(field: Field): boolean {
  return isMapping(field.value);
}

/** @returns the name of a field: the last key on the way to it */
export function keyOf(field: Field): string {
  const key = field.path.findLast((part) => typeof part === "string");
  return key === undefined ? "value" : asText(key);
}

/** @returns `"a", "b" or "c"` */
export function choicesOf(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  const last = quoted.pop();
  return quoted.length === 0 ? asText(last) : `${quoted.join(", ")} or ${last}`;
}

/** Fields that Go holds by pointer: what is empty there gets no default, and is refused. */
const POINTERS: ReadonlySet<string> = new Set([
  "completionMode",
  "failurePolicy",
  "fsGroupChangePolicy",
  "fsGroupPolicy",
  "internalTrafficPolicy",
  "ipFamilyPolicy",
  "matchPolicy",
  "mountPropagation",
  "nodeAffinityPolicy",
  "nodeTaintsPolicy",
  "podReplacementPolicy",
  "preemptionPolicy",
  "procMount",
  "recursiveReadOnly",
  "reinvocationPolicy",
  "scope",
  "seLinuxChangePolicy",
  "selectPolicy",
  "supplementalGroupsPolicy",
  "trafficDistribution",
  "unhealthyPodEvictionPolicy",
  "volumeBindingMode",
  "volumeMode",
]);

/** Reports a text that is none of the choices. The empty text mostly counts as absent: the API server fills in its default. */
export function checkChoice(subject: Subject, field: Field, choices: readonly string[]): void {
  const given = word(field);
  if (given === "" && (POINTERS.has(keyOf(field)) || isItem(field)))
    return subject.report(
      field,
      `${keyOf(field)} must not be empty; leave it out, or write ${choicesOf(choices)}`,
    );
  if (given === undefined || given === "" || choices.includes(given)) return;
  const near = suggest(given, choices);
  const hint = near === undefined ? "" : `, did you mean "${near}"?`;
  subject.report(
    field,
    `${keyOf(field)} "${given}" is not supported; it must be ${choicesOf(choices)}${hint}`,
  );
}

/** Reports a number outside of its bounds; both are included. */
export function checkRange(subject: Subject, field: Field, low: number, high = Infinity): void {
  const given = number(field);
  if (given === undefined || (given >= low && given <= high)) return;
  const bounds = high === Infinity ? `at least ${low}` : `from ${low} to ${high}`;
  subject.report(field, `${keyOf(field)} is ${given}; it must be ${bounds}`);
}

/** Reports a field that is there and empty, where the API server asks for a value; that it is absent is the schema's to say. */
export function checkFilled(subject: Subject, ...fields: Field[]): void {
  for (const field of fields) {
    if (field.value === "") subject.report(field, `${keyOf(field)} must not be empty`);
  }
}

/** Reports a field that is absent or empty. */
export function checkPresent(subject: Subject, field: Field, message: string): void {
  if (!isSet(field) || field.value === "") subject.report(field, message, { part: "key" });
}

/** Reports a text that is no name of its sort; an empty one is left to {@link checkFilled}, but for an item of a list. */
export function checkName(subject: Subject, field: Field, fault: Fault): void {
  const given = word(field);
  if (given === undefined || (given === "" && !isItem(field))) return;
  const wrong = fault(given);
  if (wrong !== undefined)
    subject.report(
      field,
      `${keyOf(field)} ${given === "" ? "must not be empty" : `"${given}" ${wrong}`}`,
    );
}

/** Does it stand in a list, where nothing is filled in for what is empty? */
function isItem(field: Field): boolean {
  return typeof field.path.at(-1) === "number";
}

/** Reports a text that another field before it has too. */
export function checkUnique(subject: Subject, fields: readonly Field[], what: string): void {
  const seen = new Set<string>();
  for (const field of fields) {
    const given = word(field);
    if (given === undefined || given === "") continue;
    if (seen.has(given)) subject.report(field, `${what} "${given}" stands here twice`);
    seen.add(given);
  }
}

/** Reports more than one of the fields. @returns those that are set */
export function checkOneOf(
  subject: Subject,
  fields: readonly Field[],
  what: string,
): readonly Field[] {
  const given = fields.filter(isSet);
  for (const extra of given.slice(1)) {
    subject.report(extra, `${what} has ${keyOf(given[0]!)} already; keep one of the two`, {
      part: "key",
    });
  }
  return given;
}

/** Says what is wrong with the name of a port. Source: apimachinery pkg/util/validation IsValidPortName. */
export function portNameFault(name: string): string | undefined {
  if (name.length > 15) return `has ${name.length} characters; the name of a port has at most 15`;
  if (!/^[-a-z0-9]+$/.test(name)) return "must consist of lower-case letters, digits and '-'";
  if (!/[a-z]/.test(name)) return "must have at least one letter";
  if (name.includes("--")) return "must not have '--'";
  return /^-|-$/.test(name) ? "must not start or end with '-'" : undefined;
}

/** Reports a port that is neither a number from 1 to 65535 nor the name of a port. */
export function checkPort(subject: Subject, field: Field): void {
  checkRange(subject, field, 1, 65_535);
  const name = word(field);
  if (name === undefined) return;
  const fault = portNameFault(name);
  if (fault === undefined) return;
  const count = /^\d+$/.test(name) ? Number(name) : undefined;
  if (count === undefined) return subject.report(field, `${keyOf(field)} "${name}" ${fault}`);
  const message = `${keyOf(field)} "${name}" ${fault}; write the number without quotes`;
  subject.report(field, message, isPort(count) ? { fix: setFix(subject, field, count) } : {});
}

function isPort(count: number): boolean {
  return count >= 1 && count <= 65_535;
}

function setFix(subject: Subject, field: Field, to: unknown) {
  const path = [...(subject.resource.at ?? []), ...field.path];
  return { op: "set", document: subject.resource.document, path, to } as const;
}

/** @returns the quantity, or undefined where there is none, or one that cannot be read: the schema's to say */
export function quantity(field: Field): Quantity | undefined {
  const given = number(field);
  return parseQuantity(given === undefined ? (word(field)?.trim() ?? "") : asText(given));
}
