import type { Rule } from "../../../../core/rule.ts";
import { serviceLabelFault } from "../../../../schema/names.ts";
import { parseRequestUri } from "../../../../schema/request-uri.ts";
import { type Field, get, isBlank, isFilled, isSet } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkChoice, checkFilled, checkName, mappingsIn, textsIn, word } from "../checks.ts";
import { checkClient, checkReviewVersions } from "../webhooks.ts";

const APPROVED = "api-approved.kubernetes.io";
const COLUMN_TYPES = ["integer", "number", "string", "boolean", "date"];
const COLUMN_FORMATS = [
  "int32",
  "int64",
  "float",
  "double",
  "byte",
  "date",
  "date-time",
  "password",
];

/**
 * What `schema/crd` does not need for reading the schemas.
 * Source: ValidateCustomResourceDefinitionSpec of apiextensions-apiserver pkg/apis/apiextensions/validation.
 */
export const rule: Rule = {
  name: "kubernetes/custom-resource-definition",
  severity: "error",
  summary: "Names, printer columns and the conversion of a CRD are well formed",
  scope: "file",
  check: checkEach(["CustomResourceDefinition.apiextensions.k8s.io"], (subject) => {
    const { spec } = subject;
    checkApproval(subject);
    checkNames(subject, get(spec, "names"));
    for (const version of mappingsIn(get(spec, "versions"))) {
      // Other letters schema/crd tells: no kind can be named so.
      checkName(subject, get(version, "name"), (name) =>
        /[^-a-z0-9]/.test(name) ? undefined : serviceLabelFault(name),
      );
      checkDeprecation(subject, version);
      for (const field of mappingsIn(get(version, "selectableFields")))
        checkSelectable(subject, get(field, "jsonPath"), version);
      for (const column of mappingsIn(get(version, "additionalPrinterColumns")))
        checkColumn(subject, column);
      const scale = get(version, "subresources", "scale");
      checkName(subject, get(scale, "specReplicasPath"), pathBelow(".spec."));
      checkName(subject, get(scale, "statusReplicasPath"), pathBelow(".status."));
    }
    checkConversion(subject, get(spec, "conversion"));
  }),
};

/** Groups of the Kubernetes project tell where their API was approved. Source: GetAPIApprovalState of apiextensions-apiserver pkg/apihelpers. */
function checkApproval(subject: Subject): void {
  const group = get(subject.spec, "group");
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(word(group) ?? "")) return;
  const annotation = get(subject.metadata, "annotations", APPROVED);
  if (isBlank(annotation))
    return subject.report(
      group,
      `a CRD of group ${word(group)} needs annotation ${APPROVED}, which says where it was approved; other projects take groups of their own`,
    );
  const given = word(annotation);
  if (given === undefined || given.startsWith("unapproved")) return;
  const uri = parseRequestUri(given);
  if (!uri?.scheme || uri.host === "")
    subject.report(
      annotation,
      `${APPROVED} must be a URL, or a reason that starts with "unapproved"`,
    );
}

function checkNames(subject: Subject, names: Field): void {
  checkName(subject, get(names, "singular"), serviceLabelFault);
  checkName(subject, get(names, "kind"), (name) => serviceLabelFault(name.toLowerCase()));
  const list = get(names, "listKind");
  checkName(subject, list, (name) => serviceLabelFault(name.toLowerCase()));
  if (word(list) !== undefined && list.value !== "" && list.value === get(names, "kind").value)
    subject.report(list, `listKind "${word(list)}" is the kind itself; write "${word(list)}List"`);
  for (const key of ["shortNames", "categories"]) {
    for (const name of textsIn(get(names, key))) checkName(subject, name, serviceLabelFault);
  }
}

function checkDeprecation(subject: Subject, version: Field): void {
  const warning = get(version, "deprecationWarning");
  if (word(warning) === undefined) return;
  if (get(version, "deprecated").value !== true)
    subject.report(warning, "deprecationWarning needs deprecated: true", { part: "key" });
  else if (warning.value === "") subject.report(warning, "deprecationWarning must not be empty");
}

/** Which field may be selected by is a path to a scalar of the schema, outside of metadata. */
function checkSelectable(subject: Subject, path: Field, version: Field): void {
  checkFilled(subject, path);
  const steps = word(path)?.split(".") ?? [];
  if (steps.shift() !== "" || !steps.every((step) => /^[A-Za-z_]\w*$/.test(step))) return;
  let schema = get(version, "schema", "openAPIV3Schema");
  for (const step of steps) schema = get(schema, "properties", step);
  if (!isSet(schema) || steps[0] === "metadata")
    subject.report(path, `"${word(path)}" is no field of the schema that can be selected by`);
  else if (!["string", "boolean", "integer"].includes(word(get(schema, "type")) ?? ""))
    subject.report(path, `"${word(path)}" must be a string, boolean or integer to be selected by`);
}

function checkColumn(subject: Subject, column: Field): void {
  checkFilled(subject, get(column, "name"), get(column, "type"), get(column, "jsonPath"));
  checkChoice(subject, get(column, "type"), COLUMN_TYPES);
  checkChoice(subject, get(column, "format"), COLUMN_FORMATS);
  checkName(subject, get(column, "jsonPath"), (path) =>
    path.startsWith(".") ? undefined : "must start with a dot",
  );
}

function checkConversion(subject: Subject, conversion: Field): void {
  const strategy = get(conversion, "strategy");
  checkFilled(subject, strategy);
  checkChoice(subject, strategy, ["None", "Webhook"]);
  const webhook = get(conversion, "webhook");
  const asked =
    isSet(get(webhook, "clientConfig")) || isFilled(get(webhook, "conversionReviewVersions"));
  if (strategy.value === "None" && asked)
    subject.report(webhook, "webhook needs strategy: Webhook", { part: "key" });
  if (strategy.value !== "Webhook") return;
  const client = get(webhook, "clientConfig");
  if (!isSet(client)) {
    subject.report(strategy, "strategy Webhook needs webhook.clientConfig");
    return;
  }
  checkClient(subject, client);
  checkReviewVersions(subject, get(webhook, "conversionReviewVersions"));
}

/** Where the scale of an object stands. */
function pathBelow(prefix: string): (path: string) => string | undefined {
  return (path) => (path.startsWith(prefix) ? undefined : `must start with ${prefix}`);
}
