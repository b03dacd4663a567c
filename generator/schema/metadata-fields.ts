import { isMapping } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import { suggest } from "../core/suggest.ts";
import type { Pass } from "./prepare.ts";
import type { SchemaProblem } from "./types.ts";
import { describeValue, listValues, quote } from "./wording.ts";

type FieldType = "string" | "time" | "integer" | "boolean" | "strings" | "map" | "owners" | "any";

/** ObjectMeta as its Go struct decodes. Source: apimachinery pkg/apis/meta/v1/types.go. */
const objectMeta: Readonly<Record<string, FieldType>> = {
  name: "string",
  generateName: "string",
  namespace: "string",
  selfLink: "string",
  uid: "string",
  resourceVersion: "string",
  generation: "integer",
  creationTimestamp: "time",
  deletionTimestamp: "time",
  deletionGracePeriodSeconds: "integer",
  labels: "map",
  annotations: "map",
  ownerReferences: "owners",
  finalizers: "strings",
  managedFields: "any",
};

const ownerReference: Readonly<Record<string, FieldType>> = {
  apiVersion: "string",
  kind: "string",
  name: "string",
  uid: "string",
  controller: "boolean",
  blockOwnerDeletion: "boolean",
};

/**
 * Reports what of an object's metadata cannot be decoded: unknown fields and wrong types.
 * @param metadata the value of `metadata`
 * @param path where it lies
 */
export function checkMetadataFields(metadata: unknown, path: Path, pass: Pass): void {
  if (metadata === null || metadata === undefined) return;
  if (!isMapping(metadata)) return addTypeProblem(pass.problems, metadata, "a mapping", path);
  checkStruct(metadata, objectMeta, path, pass);
}

function checkStruct(
  object: Record<string, unknown>,
  fields: Readonly<Record<string, FieldType>>,
  path: Path,
  pass: Pass,
): void {
  for (const [key, value] of Object.entries(object)) {
    const where = [...path, key];
    if (pass.partial && key.startsWith("$")) continue;
    if (Object.hasOwn(fields, key)) checkField(value, fields[key]!, where, pass);
    else pass.problems.push(unknownMetadata(key, object, fields, where));
  }
}

function unknownMetadata(
  key: string,
  object: Record<string, unknown>,
  fields: Readonly<Record<string, FieldType>>,
  path: Path,
): SchemaProblem {
  const problem = { rule: "schema/unknown-field", severity: "error", path, part: "key" } as const;
  const nearest = suggest(
    key,
    Object.keys(fields).filter((name) => !Object.hasOwn(object, name)),
  );
  if (nearest === undefined)
    return {
      ...problem,
      message: `unknown field ${quote(key)}; known fields are ${listValues(Object.keys(fields), 20)}`,
    };
  return {
    ...problem,
    message: `unknown field ${quote(key)}, did you mean ${quote(nearest)}?`,
    fix: { op: "rename-key", path, to: nearest },
  };
}

function checkField(value: unknown, type: FieldType, path: Path, pass: Pass): void {
  if (value === null || type === "any") return;
  const { problems } = pass;
  switch (type) {
    case "string":
      if (typeof value !== "string") addTypeProblem(problems, value, "a string", path);
      return;
    case "time":
      if (typeof value !== "string" || !isTime(value))
        addTypeProblem(problems, value, "a time with a zone such as 2006-01-02T15:04:05Z", path);
      return;
    case "integer":
      if (typeof value !== "bigint" && !Number.isInteger(value))
        addTypeProblem(problems, value, "a whole number", path);
      return;
    case "boolean":
      if (typeof value !== "boolean") addTypeProblem(problems, value, "true or false", path);
      return;
    case "map":
      if (!isMapping(value)) return addTypeProblem(problems, value, "a mapping of strings", path);
      for (const [key, each] of Object.entries(value))
        checkField(each, "string", [...path, key], pass);
      return;
    case "strings":
      if (!Array.isArray(value)) return addTypeProblem(problems, value, "a list of strings", path);
      value.forEach((each, index) => checkField(each, "string", [...path, index], pass));
      return;
    case "owners":
      if (!Array.isArray(value))
        return addTypeProblem(problems, value, "a list of owner references", path);
      value.forEach((each, index) => {
        if (isMapping(each)) checkStruct(each, ownerReference, [...path, index], pass);
        else if (each !== null) addTypeProblem(problems, each, "a mapping", [...path, index]);
      });
  }
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})T(\d|[01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(Z|[+-]([01]\d|2[0-4]):[0-5]\d)$/;

/** Is it a time as Go's time.Parse takes it for RFC 3339? */
export function isTime(text: string): boolean {
  const date = TIME.exec(text)?.[1];
  if (date === undefined) return false;
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

function addTypeProblem(
  problems: SchemaProblem[],
  value: unknown,
  expected: string,
  path: Path,
): void {
  const message = `${String(path.at(-1))} must be ${expected}, not ${describeValue(value)}`;
  const quotable =
    expected === "a string" &&
    (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint");
  problems.push({
    rule: "schema/type",
    severity: "error",
    message,
    path,
    ...(quotable ? { fix: { op: "quote", path } as const } : {}),
  });
}
