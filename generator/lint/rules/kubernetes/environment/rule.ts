import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isBlank, isSet } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkFilled, checkName, checkOneOf, isObject, mappingsIn, word } from "../checks.ts";
import { checkContainers } from "../pods.ts";
import { checkFieldReference, checkResourceReference, dataKeyFault } from "../references.ts";

const SOURCES = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

/** Source: ValidateEnv, validateEnvVarValueFrom and ValidateEnvFrom of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/environment",
  severity: "error",
  summary: "An environment variable has a name and one source",
  scope: "file",
  check: checkContainers(({ field }, { subject }) => {
    const variables = mappingsIn(get(field, "env"));
    for (const variable of variables) checkVariable(subject, variable);
    warnOfRepeats(subject, variables);
    for (const source of mappingsIn(get(field, "envFrom"))) checkSource(subject, source);
  }),
};

function checkVariable(subject: Subject, variable: Field): void {
  const name = get(variable, "name");
  checkFilled(subject, name);
  checkName(subject, name, variableFault);
  const from = get(variable, "valueFrom");
  if (!isSet(from)) return;
  const sources = SOURCES.map((key) => get(from, key));
  if (!sources.some(isSet)) {
    subject.report(from, `valueFrom names no source; it needs one of ${SOURCES.join(", ")}`, {
      part: "key",
    });
    return;
  }
  const value = get(variable, "value");
  if (isSet(value) && value.value !== "")
    subject.report(from, "value and valueFrom exclude each other; keep one of them", {
      part: "key",
    });
  else checkOneOf(subject, sources, "valueFrom");
  checkFieldReference(subject, get(from, "fieldRef"), "variable");
  checkResourceReference(subject, get(from, "resourceFieldRef"));
  for (const key of ["configMapKeyRef", "secretKeyRef"]) checkKey(subject, get(from, key));
}

/** The API server takes a name twice on create; server-side apply, as Flux uses it, does not. */
function warnOfRepeats(subject: Subject, variables: readonly Field[]): void {
  const seen = new Set<string>();
  for (const variable of variables) {
    const name = get(variable, "name");
    const given = word(name);
    if (given !== undefined && seen.has(given))
      subject.warn(
        name,
        `variable "${given}" stands here twice; server-side apply, as Flux uses it, refuses that`,
      );
    if (given !== undefined) seen.add(given);
  }
}

function checkKey(subject: Subject, reference: Field): void {
  if (!isObject(reference)) return;
  const name = get(reference, "name");
  if (isBlank(name))
    subject.report(reference, `${asText(reference.path.at(-1))} has no name`, { part: "key" });
  checkName(subject, name, subdomainFault);
  checkFilled(subject, get(reference, "key"));
  checkName(subject, get(reference, "key"), dataKeyFault);
}

function checkSource(subject: Subject, source: Field): void {
  checkName(subject, get(source, "prefix"), variableFault);
  const given = checkOneOf(
    subject,
    ["configMapRef", "secretRef"].map((key) => get(source, key)),
    "this source",
  );
  if (given.length === 0)
    subject.report(source, "a source of variables needs configMapRef or secretRef");
  for (const reference of given.filter(isObject)) {
    const name = get(reference, "name");
    if (isBlank(name))
      subject.report(reference, `${asText(reference.path.at(-1))} has no name`, { part: "key" });
    checkName(subject, name, subdomainFault);
  }
}

/** Since 1.32 any printable ASCII but "=". Source: apimachinery pkg/util/validation IsRelaxedEnvVarName. */
function variableFault(name: string): string | undefined {
  return /^[ -<>-~]+$/.test(name) ? undefined : "must be of printable ASCII characters without '='";
}
