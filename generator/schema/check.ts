import { asText, isMapping } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import { checkChoices } from "./choices.ts";
import { checkListKeys } from "./lists.ts";
import { checkMetadata } from "./metadata.ts";
import { checkNumber, isInteger } from "./numbers.ts";
import { isSame } from "./same.ts";
import { checkString } from "./strings.ts";
import type { Pass } from "./prepare.ts";
import type { Shape } from "./shape.ts";
import type { SchemaProblem } from "./types.ts";
import {
  count,
  describeValue,
  joinWords,
  listValues,
  nameTypes,
  quote,
  nameOf,
} from "./wording.ts";
import { suggest } from "../core/suggest.ts";

/**
 * Checks a prepared value against its schema, as the API server's OpenAPI validation does; reports each mistake once.
 * Source: kube-openapi pkg/validation/validate.
 * @param value the value, defaults filled in and unknown fields gone
 * @param shape its schema
 * @param path where it lies
 */
export function check(value: unknown, shape: Shape, path: Path, pass: Pass): void {
  if (!checkType(value, shape, path, pass)) return;
  if (shape.schema.enum !== undefined) checkEnum(value, shape, path, pass);
  if (value === null) return;
  if (shape.anyOf.length + shape.oneOf.length + shape.allOf.length > 0 || shape.not !== undefined)
    checkChoices(value, shape, path, pass, check);
  if (typeof value === "string") checkString(value, shape, path, pass);
  else if (typeof value === "number" || typeof value === "bigint")
    checkNumber(value, shape, path, pass);
  else if (Array.isArray(value)) checkList(value, shape, path, pass);
  else if (isMapping(value)) checkObject(value, shape, path, pass);
}

function checkType(value: unknown, shape: Shape, path: Path, pass: Pass): boolean {
  if (value === null) {
    if (
      shape.nullable ||
      pass.dialect === "native" ||
      pass.partial ||
      (shape.types.length === 0 && !shape.intOrString)
    )
      return true;
    addTypeProblem(value, shape, path, pass.problems);
    return false;
  }
  const types = shape.intOrString ? intOrString : shape.types;
  if (types.length === 0 || types.some((type) => hasType(value, type))) return true;
  addTypeProblem(value, shape, path, pass.problems);
  return false;
}

const intOrString: readonly string[] = ["integer", "string"];

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "string":
    case "boolean":
      return typeof value === type;
    case "integer":
      return isInteger(value);
    case "number":
      return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value));
    case "array":
      return Array.isArray(value);
    default:
      return isMapping(value);
  }
}

function addTypeProblem(value: unknown, shape: Shape, path: Path, problems: SchemaProblem[]): void {
  const types = shape.intOrString ? intOrString : shape.types;
  const scalar =
    typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
  const fix =
    scalar && types.length === 1 && types[0] === "string"
      ? { fix: { op: "quote", path } as const }
      : {};
  const large =
    isInteger(value) || typeof value !== "bigint" ? "" : ", which does not fit into 64 bits";
  const message = `${nameOf(path)} must be ${nameTypes(types)}, not ${describeValue(value)}${large}`;
  problems.push({ rule: "schema/type", severity: "error", message, path, ...fix });
}

function checkEnum(value: unknown, shape: Shape, path: Path, pass: Pass): void {
  const allowed = Array.isArray(shape.schema.enum) ? shape.schema.enum : [];
  // Built-in kinds default an empty enum, or check it by hand.
  if (pass.dialect === "native" && (value === "" || value === null)) return;
  if (
    allowed.some((choice) => isSame(choice, value)) ||
    (value === null && shape.nullable && pass.partial)
  )
    return;
  const words = allowed.filter((choice) => typeof choice === "string");
  const nearest = typeof value === "string" ? suggest(value, words) : undefined;
  const hint = nearest === undefined ? "" : `, did you mean ${quote(nearest)}?`;
  const choices = allowed.length === 1 ? quote(allowed[0]) : `one of ${listValues(allowed)}`;
  const message = `${nameOf(path)} ${quote(value)} is not supported; it must be ${choices}${hint}`;
  pass.problems.push({ rule: "schema/enum", severity: "error", message, path });
}

function checkList(list: readonly unknown[], shape: Shape, path: Path, pass: Pass): void {
  const { minItems, maxItems, uniqueItems } = shape.schema;
  const range = (message: string) =>
    pass.problems.push({ rule: "schema/range", severity: "error", message, path });
  if (typeof minItems === "number" && list.length < minItems && !pass.partial) {
    range(
      `${nameOf(path)} has ${count(list.length, "item")}; at least ${minItems} ${minItems === 1 ? "is" : "are"} needed`,
    );
  }
  if (typeof maxItems === "number" && list.length > maxItems) {
    range(
      `${nameOf(path)} has ${count(list.length, "item")}; at most ${maxItems} ${maxItems === 1 ? "is" : "are"} allowed`,
    );
  }
  if (shape.items !== undefined) {
    for (let index = 0; index < list.length; index++)
      check(list[index], shape.items, [...path, index], pass);
  }
  if (!pass.partial) checkListKeys(list, shape, uniqueItems === true, path, pass);
}

function checkObject(object: Record<string, unknown>, shape: Shape, path: Path, pass: Pass): void {
  const { minProperties, maxProperties } = shape.schema;
  for (const key of Object.keys(object)) {
    const field =
      shape.property(key) ?? (typeof shape.additional === "object" ? shape.additional : undefined);
    if (field !== undefined && !(shape.embedded && key === "metadata"))
      check(object[key], field, [...path, key], pass);
  }
  if (shape.embedded) checkEmbedded(object, path, pass);
  const size =
    minProperties === undefined && maxProperties === undefined ? 0 : Object.keys(object).length;
  if (typeof maxProperties === "number" && size > maxProperties) {
    const message = `${nameOf(path)} has ${count(size, "field")} (${listValues(Object.keys(object))}); at most ${maxProperties} can be set`;
    pass.problems.push({ rule: "schema/range", severity: "error", message, path });
  }
  if (pass.partial) return;
  if (typeof minProperties === "number" && size < minProperties) {
    const choices =
      shape.propertyNames.length === 0 ? "" : `; choose from ${listValues(shape.propertyNames)}`;
    const message = `${nameOf(path)} has ${count(size, "field")}; at least ${minProperties} must be set${choices}`;
    pass.problems.push({ rule: "schema/range", severity: "error", message, path });
  }
  reportMissing(object, shape.required, path, pass.problems);
}

function reportMissing(
  object: Record<string, unknown>,
  required: readonly string[],
  path: Path,
  problems: SchemaProblem[],
): void {
  for (const key of required) {
    if (Object.hasOwn(object, key)) continue;
    const place = path.length === 0 ? "" : ` in ${nameOf(path)}`;
    problems.push({
      rule: "schema/required",
      severity: "error",
      message: `${quote(key)} is missing${place}`,
      path: [...path, key],
      part: "key",
    });
  }
}

/** An object with its own apiVersion and kind, such as a template. Source: apiextensions-apiserver pkg/apiserver/schema/objectmeta. */
function checkEmbedded(object: Record<string, unknown>, path: Path, pass: Pass): void {
  if (!pass.partial) reportMissing(object, ["apiVersion", "kind"], path, pass.problems);
  const problem = { rule: "schema/metadata", severity: "error" } as const;
  for (const key of ["apiVersion", "kind"]) {
    const value = object[key];
    if (value === undefined) continue;
    const message = embeddedFault(key, value);
    if (message !== undefined) pass.problems.push({ ...problem, message, path: [...path, key] });
  }
  const apiVersion = asText(object.apiVersion ?? "");
  const owner = { apiVersion, kind: asText(object.kind ?? ""), scope: "embedded" } as const;
  if (object.metadata !== undefined)
    checkMetadata(object.metadata, owner, [...path, "metadata"], pass);
}

function embeddedFault(key: string, value: unknown): string | undefined {
  if (typeof value !== "string") return `${key} must be a string, not ${describeValue(value)}`;
  if (value === "") return `${key} must not be empty`;
  if (key === "apiVersion")
    return value.split("/").length > 2
      ? `apiVersion ${quote(value)} must be ${joinWords(["<group>/<version>", "<version>"], "or")}`
      : undefined;
  return /^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(value)
    ? undefined
    : `kind ${quote(value)} must consist of letters, digits and '-'`;
}
