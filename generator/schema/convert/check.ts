import { isMapping } from "../../core/json.ts";
import { findRe2Problem } from "../regex.ts";
import type { JsonSchema } from "../types.ts";
import { checkDefaults } from "./check-defaults.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkList, checkRules } from "./check-extensions.ts";
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
    if (isSet(schema.type) && schema.type !== "object")
      rules.push({
        message: `the root's type must be object, not ${JSON.stringify(schema.type)}`,
        path: [...path, "type"],
      });
    if (schema.nullable === true)
      rules.push({ message: "the root cannot be nullable", path: [...path, "nullable"] });
    checkNode(schema, path, rules, true);
    checkBranches(schema, schema, path, rules);
    if (rules.length === 0) checkDefaults(schema, path, rules);
    if (rules.length === 0) rules.push(...checkExpressions(schema, path));
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
  if (isIntOrString && preserves)
    fail(
      "x-kubernetes-preserve-unknown-fields excludes x-kubernetes-int-or-string",
      "x-kubernetes-preserve-unknown-fields",
    );
  if (!isIntOrString && !preserves && !hasType) fail("type is required");
  if (schema["x-kubernetes-preserve-unknown-fields"] === false)
    fail("it must be true or left out", "x-kubernetes-preserve-unknown-fields");
  checkAdditional(schema, isRoot, fail);
  const isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
  if (isEmbedded && schema.type !== "object") fail("an embedded resource must have type object");
  if (isEmbedded && !preserves && Object.keys(propertiesOf(schema)).length === 0)
    fail("an embedded resource needs properties or x-kubernetes-preserve-unknown-fields");
  if (schema.type === "array" && schema.items === undefined)
    fail("items is required for type array");
  if (schema.uniqueItems === true)
    fail("uniqueItems cannot be true; use x-kubernetes-list-type: set", "uniqueItems");
  const badPattern =
    typeof schema.pattern === "string" ? findRe2Problem(schema.pattern) : undefined;
  if (badPattern !== undefined) fail(`pattern is no RE2 expression: ${badPattern}`, "pattern");
  checkList(schema, fail);
  checkRules(schema, fail);
  if (!isRoot) checkBranches(schema, undefined, path, problems);
  for (const [name, each] of Object.entries(propertiesOf(schema))) {
    const below = [...path, "properties", name];
    if (isRoot && name === "metadata") checkMetadata(each, below, problems);
    else checkNode(each, below, problems);
    if (
      (isRoot || isEmbedded) &&
      (name === "apiVersion" || name === "kind") &&
      each.type !== "string"
    )
      problems.push({ message: `the type of ${name} must be string`, path: [...below, "type"] });
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
  const hasProperties = Object.keys(propertiesOf(schema)).length > 0;
  if (isRoot) fail("additionalProperties is forbidden at the root", "additionalProperties");
  else if (hasProperties && schema.additionalProperties !== true)
    fail("properties and additionalProperties exclude each other", "additionalProperties");
}

/** ObjectMeta is given; a CRD may only narrow the name. */
function checkMetadata(schema: JsonSchema, path: Path, problems: ConvertProblem[]): void {
  if (schema.type !== "object")
    problems.push({ message: "the type of metadata must be object", path });
  for (const [name, each] of Object.entries(propertiesOf(schema))) {
    if (name !== "name" && name !== "generateName")
      problems.push({
        message: "metadata may only narrow name and generateName",
        path: [...path, "properties", name],
      });
    else if (each.default !== undefined)
      problems.push({
        message: "metadata cannot have a default",
        path: [...path, "properties", name, "default"],
      });
  }
  for (const keyword of Object.keys(schema)) {
    if (!METADATA_KEYWORDS.has(keyword) && isSet(schema[keyword]))
      problems.push({
        message: `metadata may only narrow name and generateName, ${keyword} cannot stand here`,
        path: [...path, keyword],
      });
  }
}

const METADATA_KEYWORDS = new Set(["type", "properties", "default", "example", "externalDocs"]);

/**
 * `allOf`, `anyOf`, `oneOf` and `not` may only narrow what the structure allows.
 * @param structure the root, whose branches may only name what it has; undefined where the API server does not look
 */
function checkBranches(
  schema: JsonSchema,
  structure: JsonSchema | undefined,
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
    if (name === "metadata")
      problems.push({
        message: "metadata is forbidden inside allOf, anyOf, oneOf and not",
        path: below,
      });
    const part = Object.hasOwn(known, name) ? known[name] : undefined;
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
  checkBranches(branch, structure, path, problems, mayBeIntOrString);
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (isMapping(schema.properties) ? schema.properties : {}) as Record<string, JsonSchema>;
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
