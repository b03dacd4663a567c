import { isMapping } from "../../core/json.ts";
import type { JsonSchema } from "../types.ts";
import type { ConvertProblem } from "./pack.ts";

type Path = readonly (string | number)[];

const TYPES = ["array", "boolean", "integer", "number", "object", "string"];
const FORBIDDEN = [
  "$ref",
  "$schema",
  "additionalItems",
  "definitions",
  "dependencies",
  "deprecated",
  "discriminator",
  "id",
  "patternProperties",
  "readOnly",
  "writeOnly",
  "xml",
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
];
const NUMBERS = [
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "multipleOf",
];
const STRINGS = ["format", "pattern", "x-kubernetes-list-type", "x-kubernetes-map-type"];
const MAX_DEPTH = 500;

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
    checkNode(schema, path, rules);
  }
  return { problems: [...shape, ...rules], usable: shape.length === 0 };
}

/** Is every keyword's value of a form that can be read at all? */
function checkKeywords(
  schema: JsonSchema,
  path: Path,
  problems: ConvertProblem[],
  depth: number,
): void {
  const fail = (keyword: string, wanted: string): void =>
    void problems.push({ message: `${keyword} must be ${wanted}`, path: [...path, keyword] });
  if (depth > MAX_DEPTH)
    return void problems.push({
      message: `the schema is nested deeper than ${MAX_DEPTH} levels`,
      path,
    });
  const child = (value: unknown, ...steps: (string | number)[]): void => {
    if (isMapping(value)) checkKeywords(value, [...path, ...steps], problems, depth + 1);
    else problems.push({ message: "a schema must be a mapping", path: [...path, ...steps] });
  };
  if (schema.type !== undefined && schema.type !== "" && !TYPES.includes(schema.type as string))
    fail("type", `one of ${TYPES.join(", ")}`);
  for (const keyword of NUMBERS)
    if (schema[keyword] !== undefined && !isNumber(schema[keyword])) fail(keyword, "a number");
  for (const keyword of STRINGS)
    if (schema[keyword] !== undefined && typeof schema[keyword] !== "string")
      fail(keyword, "a string");
  for (const keyword of ["required", "x-kubernetes-list-map-keys"]) {
    if (schema[keyword] !== undefined && !isStringList(schema[keyword]))
      fail(keyword, "a list of strings");
  }
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) fail("enum", "a list");
  if (schema.properties !== undefined) {
    if (!isMapping(schema.properties)) fail("properties", "a mapping of schemas");
    else
      for (const [name, each] of Object.entries(schema.properties)) child(each, "properties", name);
  }
  if (schema.items !== undefined) child(schema.items, "items");
  if (schema.not !== undefined) child(schema.not, "not");
  if (
    schema.additionalProperties !== undefined &&
    typeof schema.additionalProperties !== "boolean"
  ) {
    child(schema.additionalProperties, "additionalProperties");
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const list = schema[keyword];
    if (list === undefined) continue;
    if (Array.isArray(list))
      for (const [index, each] of list.entries()) child(each, keyword, index);
    else fail(keyword, "a list of schemas");
  }
  const rules = schema["x-kubernetes-validations"];
  if (rules === undefined) return;
  if (!Array.isArray(rules)) return fail("x-kubernetes-validations", "a list of rules");
  for (const [index, rule] of rules.entries()) {
    if (isMapping(rule) && typeof rule.rule === "string") continue;
    problems.push({
      message: "a validation rule needs a rule, a string",
      path: [...path, "x-kubernetes-validations", index],
    });
  }
}

/** The structural rules, on a schema whose keywords are well-formed. */
function checkNode(schema: JsonSchema, path: Path, problems: ConvertProblem[]): void {
  const fail = (message: string, ...steps: (string | number)[]): void =>
    void problems.push({ message, path: [...path, ...steps] });
  const isIntOrString = schema["x-kubernetes-int-or-string"] === true;
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  for (const keyword of FORBIDDEN)
    if (schema[keyword] !== undefined)
      fail(`${keyword} is forbidden in the schema of a CRD`, keyword);
  if (isIntOrString && schema.type !== undefined && schema.type !== "")
    fail("type must be left out beside x-kubernetes-int-or-string", "type");
  if (!isIntOrString && !preserves && (schema.type === undefined || schema.type === ""))
    fail("type is required", "type");
  if (
    schema.properties !== undefined &&
    schema.additionalProperties !== undefined &&
    schema.additionalProperties !== true
  ) {
    fail("properties and additionalProperties exclude each other", "additionalProperties");
  }
  if (schema["x-kubernetes-embedded-resource"] === true && schema.type !== "object")
    fail("an embedded resource must have type object", "type");
  if (schema.type === "array" && schema.items === undefined)
    fail("items is required for type array", "items");
  if (schema.uniqueItems === true)
    fail("uniqueItems cannot be true; use x-kubernetes-list-type: set", "uniqueItems");
  checkList(schema, fail);
  checkBranches(schema, path, problems);
  for (const [name, each] of Object.entries(
    isMapping(schema.properties) ? schema.properties : {},
  )) {
    checkNode(each as JsonSchema, [...path, "properties", name], problems);
  }
  if (isMapping(schema.items)) checkNode(schema.items, [...path, "items"], problems);
  if (isMapping(schema.additionalProperties))
    checkNode(schema.additionalProperties, [...path, "additionalProperties"], problems);
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
function checkBranches(schema: JsonSchema, path: Path, problems: ConvertProblem[]): void {
  const isIntOrString = schema["x-kubernetes-int-or-string"] === true;
  for (const keyword of ["allOf", "anyOf", "oneOf", "not"]) {
    const value = schema[keyword];
    const list =
      keyword === "not"
        ? value === undefined
          ? []
          : [value]
        : ((value as readonly unknown[] | undefined) ?? []);
    for (const [index, branch] of list.entries()) {
      checkBranch(
        branch as JsonSchema,
        keyword === "not" ? [...path, keyword] : [...path, keyword, index],
        problems,
        isIntOrString,
      );
    }
  }
}

function checkBranch(
  branch: JsonSchema,
  path: Path,
  problems: ConvertProblem[],
  allowsType: boolean,
): void {
  for (const keyword of STRUCTURE_ONLY) {
    if (branch[keyword] === undefined || (keyword === "type" && allowsType)) continue;
    problems.push({
      message: `${keyword} is forbidden inside allOf, anyOf, oneOf and not`,
      path: [...path, keyword],
    });
  }
  for (const [name, each] of Object.entries(
    isMapping(branch.properties) ? branch.properties : {},
  )) {
    checkBranch(each as JsonSchema, [...path, "properties", name], problems, false);
  }
  if (isMapping(branch.items)) checkBranch(branch.items, [...path, "items"], problems, false);
  for (const keyword of ["allOf", "anyOf", "oneOf", "not"]) {
    const value = branch[keyword];
    const list = Array.isArray(value) ? value : isMapping(value) ? [value] : [];
    for (const [index, each] of list.entries()) {
      checkBranch(
        each as JsonSchema,
        keyword === "not" ? [...path, keyword] : [...path, keyword, index],
        problems,
        allowsType,
      );
    }
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

function isStringList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
