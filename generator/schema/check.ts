import { asText, isMapping } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import type { Pass } from "./pass.ts";
import { checkListKeys } from "./rules/duplicate-item/rule.ts";
import { checkEnum } from "./rules/enum/rule.ts";
import { checkFormat } from "./rules/format/rule.ts";
import { checkEmbeddedKind, checkMetadata } from "./rules/metadata/rule.ts";
import { checkChoices } from "./rules/one-of/rule.ts";
import { checkPattern } from "./rules/pattern/rule.ts";
import { checkFieldCount, checkItemCount, checkLength, checkNumber } from "./rules/range/rule.ts";
import { reportMissing } from "./rules/required/rule.ts";
import { checkType } from "./rules/type/rule.ts";
import type { Shape } from "./shape.ts";

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

function checkString(value: string, shape: Shape, path: Path, pass: Pass): void {
  const { pattern, format } = shape.schema;
  const isInBounds = checkLength(value, shape, path, pass);
  if (isInBounds && typeof pattern === "string" && pattern !== "")
    checkPattern(value, pattern, path, pass.problems);
  if (typeof format === "string") checkFormat(value, format, shape, path, pass);
}

function checkList(list: readonly unknown[], shape: Shape, path: Path, pass: Pass): void {
  checkItemCount(list, shape, path, pass);
  if (shape.items !== undefined) {
    for (let index = 0; index < list.length; index++)
      check(list[index], shape.items, [...path, index], pass);
  }
  if (!pass.partial) checkListKeys(list, shape, shape.schema.uniqueItems === true, path, pass);
}

function checkObject(object: Record<string, unknown>, shape: Shape, path: Path, pass: Pass): void {
  for (const key of Object.keys(object)) {
    const field =
      shape.property(key) ?? (typeof shape.additional === "object" ? shape.additional : undefined);
    if (field !== undefined && !(shape.embedded && key === "metadata"))
      check(object[key], field, [...path, key], pass);
  }
  if (shape.embedded) checkEmbedded(object, path, pass);
  checkFieldCount(object, shape, path, pass);
  if (!pass.partial) reportMissing(object, shape.required, path, pass.problems);
}

/** An object with its own apiVersion and kind, such as a template. Source: apiextensions-apiserver pkg/apiserver/schema/objectmeta. */
function checkEmbedded(object: Record<string, unknown>, path: Path, pass: Pass): void {
  if (!pass.partial) reportMissing(object, ["apiVersion", "kind"], path, pass.problems);
  checkEmbeddedKind(object, path, pass.problems);
  const apiVersion = asText(object.apiVersion ?? "");
  const owner = { apiVersion, kind: asText(object.kind ?? ""), scope: "embedded" } as const;
  if (object.metadata !== undefined)
    checkMetadata(object.metadata, owner, [...path, "metadata"], pass);
}
