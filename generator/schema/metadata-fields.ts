import { isMapping } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import type { Pass } from "./pass.ts";
import { describeType } from "./rules/type/rule.ts";
import { describeUnknownMetadata } from "./rules/unknown-field/rule.ts";
import { isTime } from "./time.ts";
import type { SchemaProblem } from "./types.ts";

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
    else pass.problems.push(describeUnknownMetadata(key, object, Object.keys(fields), where));
  }
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

function addTypeProblem(
  problems: SchemaProblem[],
  value: unknown,
  expected: string,
  path: Path,
): void {
  const quotable =
    expected === "a string" &&
    (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint");
  problems.push({
    ...describeType(String(path.at(-1)), expected, value, path),
    ...(quotable ? { fix: { op: "quote", path } as const } : {}),
  });
}
