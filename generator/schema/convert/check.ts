import { isMapping } from "../../core/json.ts";
import { findRe2Problem } from "../regex.ts";
import type { JsonSchema } from "../types.ts";
import { checkKeywords } from "./keywords.ts";
import type { ConvertProblem } from "./pack.ts";

type Path = readonly (string | number)[];

const FORBIDDEN = [
  "$ref",
  "$schema",
  "additionalItems",
  "definitions",
  "dependencies",
  "id",
  "patternProperties",
];
/** What the API server forbids inside `allOf`, `anyOf`, `oneOf` and `not`. */
const STRUCTURE_ONLY = [
  "additionalProperties",
  "default",
  "description",
  "nullable",
  "title",
  "type",
  "x-kubernetes-embedded-resource",
  "x-kubernetes-int-or-string",
  "x-kubernetes-list-map-keys",
  "x-kubernetes-list-type",
  "x-kubernetes-map-type",
  "x-kubernetes-preserve-unknown-fields",
  "x-kubernetes-validations",
];

/**
 * Checks that a CRD's schema is one that the API server takes: well-typed keywords and the structural rules.
 * @param schema `openAPIV3Schema`
 * @param path where it lies in the CRD
 * @param isOpen `preserveUnknownFields: true` of v1beta1, which needs no structural schema
 * @returns problems, and whether the schema can be used for validation despite them
 * Source: apiextensions-apiserver `pkg/apiserver/schema/validation.go`.
 */
export function checkStructural(
  schema: JsonSchema,
  path: Path,
  isOpen: boolean,
): { problems: ConvertProblem[]; usable: boolean } {
  const shape: ConvertProblem[] = [];
  const rules: ConvertProblem[] = [];
  checkKeywords(schema, path, shape, 0);
  if (shape.length === 0 && !isOpen) {
    if (schema.type !== "object")
      rules.push({
        message: `the root's type must be object, not ${JSON.stringify(schema.type)}`,
        path: [...path, "type"],
      });
    checkNode(schema, path, rules, true);
  }
  return { problems: [...shape, ...rules], usable: shape.length === 0 };
}

/** The structural rules, on a schema whose keywords are well-formed. */
function checkNode(
  schema: JsonSchema,
  path: Path,
  problems: ConvertProblem[],
  isRoot = false,
): void {
  const fail = (message: string, ...steps: (string | number)[]): void =>
    void problems.push({ message, path: [...path, ...steps] });
  const isIntOrString = schema["x-kubernetes-int-or-string"] === true;
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const hasType = schema.type !== undefined && schema.type !== "";
  for (const keyword of FORBIDDEN)
    if (isSet(schema[keyword])) fail(`${keyword} is forbidden in the schema of a CRD`, keyword);
  if (isIntOrString && hasType)
    fail("type must be left out beside x-kubernetes-int-or-string", "type");
  if (isIntOrString && preserves)
    fail(
      "x-kubernetes-preserve-unknown-fields excludes x-kubernetes-int-or-string",
      "x-kubernetes-preserve-unknown-fields",
    );
  if (!isIntOrString && !preserves && !hasType) fail("type is required");
  if (schema["x-kubernetes-preserve-unknown-fields"] === false)
    fail("it must be true or left out", "x-kubernetes-preserve-unknown-fields");
  checkAdditional(schema, isRoot, fail);
  if (schema["x-kubernetes-embedded-resource"] === true && schema.type !== "object")
    fail("an embedded resource must have type object");
  if (schema.type === "array" && schema.items === undefined)
    fail("items is required for type array");
  if (schema.uniqueItems === true)
    fail("uniqueItems cannot be true; use x-kubernetes-list-type: set", "uniqueItems");
  const badPattern =
    typeof schema.pattern === "string" ? findRe2Problem(schema.pattern) : undefined;
  if (badPattern !== undefined) fail(`pattern is no RE2 expression: ${badPattern}`, "pattern");
  checkList(schema, fail);
  checkBranches(schema, schema, path, problems);
  for (const [name, each] of Object.entries(
    isMapping(schema.properties) ? schema.properties : {},
  )) {
    if (isRoot && name === "metadata")
      checkMetadata(each as JsonSchema, [...path, "properties", name], problems);
    else checkNode(each as JsonSchema, [...path, "properties", name], problems);
  }
  if (isMapping(schema.items)) checkNode(schema.items, [...path, "items"], problems);
  if (isMapping(schema.additionalProperties))
    checkNode(schema.additionalProperties, [...path, "additionalProperties"], problems);
}

function checkAdditional(
  schema: JsonSchema,
  isRoot: boolean,
  fail: (message: string, ...steps: (string | number)[]) => void,
): void {
  if (schema.additionalProperties === undefined) return;
  const hasProperties = isMapping(schema.properties) && Object.keys(schema.properties).length > 0;
  if (isRoot) fail("additionalProperties is forbidden at the root", "additionalProperties");
  else if (hasProperties && schema.additionalProperties !== true)
    fail("properties and additionalProperties exclude each other", "additionalProperties");
}

/** ObjectMeta is given; a CRD may only narrow the name. */
function checkMetadata(schema: JsonSchema, path: Path, problems: ConvertProblem[]): void {
  const fields = Object.keys(isMapping(schema.properties) ? schema.properties : {});
  if (schema.type !== "object")
    problems.push({ message: "the type of metadata must be object", path });
  for (const field of fields) {
    if (field === "name" || field === "generateName") continue;
    problems.push({
      message: "metadata may only narrow name and generateName",
      path: [...path, "properties", field],
    });
  }
}

function checkList(
  schema: JsonSchema,
  fail: (message: string, ...steps: (string | number)[]) => void,
): void {
  const type = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"];
  if (type === undefined && keys === undefined) return;
  if (type !== "atomic" && type !== "set" && type !== "map")
    fail("x-kubernetes-list-type must be atomic, set or map", "x-kubernetes-list-type");
  if (schema.type !== "array")
    fail("x-kubernetes-list-type needs type array", "x-kubernetes-list-type");
  if (type !== "map") return;
  if (!Array.isArray(keys) || keys.length === 0)
    return fail(
      "a list of type map needs x-kubernetes-list-map-keys",
      "x-kubernetes-list-map-keys",
    );
  const items = isMapping(schema.items) ? schema.items : {};
  const properties = isMapping(items.properties) ? items.properties : {};
  for (const [index, key] of keys.entries()) {
    const property = properties[key as string];
    if (!isMapping(property))
      fail(`key "${key}" is no property of the items`, "x-kubernetes-list-map-keys", index);
    else if (
      !(Array.isArray(items.required) && items.required.includes(key)) &&
      property.default === undefined
    ) {
      fail(`key "${key}" must be required or have a default`, "x-kubernetes-list-map-keys", index);
    }
  }
}

/** `allOf`, `anyOf`, `oneOf` and `not` may only narrow what the structure allows. */
function checkBranches(
  schema: JsonSchema,
  structure: JsonSchema,
  path: Path,
  problems: ConvertProblem[],
  mayBeIntOrString = true,
): void {
  for (const keyword of ["allOf", "anyOf", "oneOf", "not"]) {
    const value = schema[keyword];
    if (
      value === undefined ||
      (keyword === "anyOf" && mayBeIntOrString && isIntOrStringPattern(value))
    )
      continue;
    const list = keyword === "not" ? [value] : (value as readonly unknown[]);
    for (const [index, branch] of list.entries()) {
      const isFirst = mayBeIntOrString && keyword === "allOf" && index === 0;
      checkBranch(
        branch as JsonSchema,
        structure,
        keyword === "not" ? [...path, keyword] : [...path, keyword, index],
        problems,
        isFirst,
      );
    }
  }
}

/** The one place where a type may stand in a branch: `anyOf: [{type: integer}, {type: string}]`. */
function isIntOrStringPattern(value: unknown): boolean {
  return JSON.stringify(value) === '[{"type":"integer"},{"type":"string"}]';
}

function checkBranch(
  branch: JsonSchema,
  structure: JsonSchema | undefined,
  path: Path,
  problems: ConvertProblem[],
  mayBeIntOrString: boolean,
): void {
  for (const keyword of STRUCTURE_ONLY) {
    if (isSet(branch[keyword]))
      problems.push({
        message: `${keyword} is forbidden inside allOf, anyOf, oneOf and not`,
        path: [...path, keyword],
      });
  }
  const known = isMapping(structure?.properties) ? structure.properties : {};
  for (const [name, each] of Object.entries(
    isMapping(branch.properties) ? branch.properties : {},
  )) {
    const below = [...path, "properties", name];
    const part = Object.hasOwn(known, name) ? known[name] : structure?.additionalProperties;
    if (structure !== undefined && !isMapping(part))
      problems.push({
        message: `${name} is not among the properties outside of allOf, anyOf, oneOf and not`,
        path: below,
      });
    checkBranch(each as JsonSchema, isMapping(part) ? part : undefined, below, problems, false);
  }
  if (isMapping(branch.items))
    checkBranch(
      branch.items,
      isMapping(structure?.items) ? structure.items : undefined,
      [...path, "items"],
      problems,
      false,
    );
  checkBranches(branch, structure ?? {}, path, problems, mayBeIntOrString);
}

/** Go leaves false, empty and absent alike. */
function isSet(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== false &&
    value !== "" &&
    !(Array.isArray(value) && value.length === 0)
  );
}
