import { isMapping } from "../../core/json.ts";
import { findRuleSyntaxProblem } from "../cel/parse.ts";
import type { JsonSchema } from "../types.ts";

/** Says what is wrong with a node, below which steps. */
export type Fail = (message: string, ...steps: (string | number)[]) => void;

/**
 * Checks the list and map types of one node.
 * Source: ValidateCustomResourceDefinitionOpenAPISchema and validateMapListKeysMapSet of apiextensions-apiserver
 * `pkg/apis/apiextensions/validation/validation.go`.
 */
export function checkList(schema: JsonSchema, fail: Fail): void {
  const mapType = schema["x-kubernetes-map-type"];
  if (mapType !== undefined && mapType !== "atomic" && mapType !== "granular")
    fail("x-kubernetes-map-type must be atomic or granular", "x-kubernetes-map-type");
  if (mapType !== undefined && schema.type !== "object")
    fail("x-kubernetes-map-type needs type object", "x-kubernetes-map-type");
  const type = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"];
  const hasKeys = Array.isArray(keys) && keys.length > 0;
  if (hasKeys && type !== "map")
    fail(
      "x-kubernetes-list-map-keys needs x-kubernetes-list-type: map",
      "x-kubernetes-list-map-keys",
    );
  if (type === undefined) return;
  if (type !== "atomic" && type !== "set" && type !== "map")
    fail("x-kubernetes-list-type must be atomic, set or map", "x-kubernetes-list-type");
  if (schema.type !== "array")
    fail("x-kubernetes-list-type needs type array", "x-kubernetes-list-type");
  const items = isMapping(schema.items) ? schema.items : {};
  if (type !== "atomic" && items.nullable === true)
    fail(`the items of a list of type ${type as string} cannot be nullable`, "items", "nullable");
  if (type === "set") checkSetItems(items, fail);
  if (type !== "map") return;
  if (!hasKeys)
    return fail(
      "a list of type map needs x-kubernetes-list-map-keys",
      "x-kubernetes-list-map-keys",
    );
  if (items.type !== "object")
    return fail("the items of a list of type map must be objects", "items");
  checkKeys(keys as readonly string[], items, fail);
}

/** Items of a set are compared as a whole. */
function checkSetItems(items: JsonSchema, fail: Fail): void {
  const listType = items["x-kubernetes-list-type"];
  if (items.type === "array" && listType !== undefined && listType !== "atomic")
    fail("a list in a set must be atomic", "items", "x-kubernetes-list-type");
  if (items.type === "object" && items["x-kubernetes-map-type"] !== "atomic")
    fail("an object in a set needs x-kubernetes-map-type: atomic", "items");
}

function checkKeys(keys: readonly string[], items: JsonSchema, fail: Fail): void {
  const properties = isMapping(items.properties) ? items.properties : {};
  for (const [index, key] of keys.entries()) {
    const failKey = (message: string) => fail(message, "x-kubernetes-list-map-keys", index);
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (keys.indexOf(key) < index) failKey(`key "${key}" is listed twice`);
    if (!isMapping(property)) {
      failKey(`key "${key}" is no property of the items`);
      continue;
    }
    const isRequired = Array.isArray(items.required) && items.required.includes(key);
    if (!isRequired && property.default === undefined)
      failKey(`key "${key}" must be required or have a default`);
    if (property.nullable === true) failKey(`key "${key}" cannot be nullable`);
    if (property.type === "array" || property.type === "object")
      failKey(`key "${key}" must be a scalar`);
  }
}

const REASONS = [
  "FieldValueDuplicate",
  "FieldValueForbidden",
  "FieldValueInvalid",
  "FieldValueRequired",
];

/** Checks how the CEL rules of one node are written; whether they compile is another matter. */
export function checkRules(schema: JsonSchema, fail: Fail): void {
  const rules = schema["x-kubernetes-validations"];
  if (!Array.isArray(rules)) return;
  for (const [index, rule] of rules.entries() as Iterable<[number, JsonSchema]>) {
    const failRule = (message: string, key: string) =>
      fail(message, "x-kubernetes-validations", index, key);
    const source = (rule.rule as string).trim();
    const message = typeof rule.message === "string" ? rule.message : "";
    const problem = source === "" ? "is empty" : findRuleSyntaxProblem(source);
    if (problem !== undefined) failRule(`the rule ${problem}`, "rule");
    if (message !== "" && message.trim() === "") failRule("the message is blank", "message");
    else if (/[\r\n]/.test(message.trim())) failRule("the message must be one line", "message");
    else if (/[\r\n]/.test(source) && message === "")
      failRule("a rule of several lines needs a message", "rule");
    if (typeof rule.reason === "string" && !REASONS.includes(rule.reason))
      failRule(`reason "${rule.reason}" must be one of ${REASONS.join(", ")}`, "reason");
  }
}
