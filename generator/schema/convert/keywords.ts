import { isMapping } from "../../core/json.ts";
import type { JsonSchema } from "../types.ts";
import type { ConvertProblem } from "./pack.ts";

type Path = readonly (string | number)[];

const TYPES = ["array", "boolean", "integer", "number", "object", "string"];
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
 * Checks that every keyword's value has a form that can be read at all.
 * @param schema a node
 * @param path where it lies
 * @param problems gets what is wrong
 * @param depth of the node
 */
export function checkKeywords(
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

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

function isStringList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
