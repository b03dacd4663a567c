import { isMapping } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import { checkMetadataFields } from "./metadata-fields.ts";
import type { Pass } from "./pass.ts";
import { reportUnknown } from "./rules/unknown-field/rule.ts";
import type { Shape } from "./shape.ts";

const metaFields = new Set(["apiVersion", "kind", "metadata"]);

/**
 * Brings a document into the form that the API server validates: reports and drops unknown fields, drops or replaces nulls, fills in
 * defaults. The input is never changed; parts without a change are shared.
 * Source: apiextensions-apiserver pkg/apiserver/schema/{pruning,defaulting}.
 * @param value the value
 * @param shape its schema; undefined where nothing is allowed
 * @param path where it lies
 * @param root is it the resource itself, whose apiVersion, kind and metadata are checked elsewhere?
 * @returns the prepared value
 */
export function prepare(
  value: unknown,
  shape: Shape | undefined,
  path: Path,
  pass: Pass,
  root = false,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return prepareList(value, shape, path, pass);
  return prepareObject(value as Record<string, unknown>, shape, path, pass, root);
}

function prepareList(
  list: readonly unknown[],
  shape: Shape | undefined,
  path: Path,
  pass: Pass,
): readonly unknown[] {
  const items = shape?.items;
  if (items === undefined && (shape === undefined || isOpen(shape, pass))) {
    if (shape === undefined)
      list.forEach((item, index) => prepare(item, undefined, [...path, index], pass));
    return list;
  }
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (item !== null && typeof item !== "object") continue;
    const prepared =
      item === null && pass.dialect === "native" && items !== undefined
        ? zeroOf(items)
        : prepare(item, items, [...path, index], pass);
    if (prepared !== item) (copy ??= [...list])[index] = prepared;
  }
  return copy ?? list;
}

function prepareObject(
  object: Record<string, unknown>,
  shape: Shape | undefined,
  path: Path,
  pass: Pass,
  root: boolean,
): unknown {
  if (
    shape !== undefined &&
    shape.propertyNames.length === 0 &&
    shape.additional === undefined &&
    !shape.embedded &&
    isOpen(shape, pass)
  )
    return object;
  const open = shape !== undefined && isOpen(shape, pass);
  const meta = root || shape?.embedded === true;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (meta && metaFields.has(key)) {
      if (!root && key === "metadata") checkMetadataFields(value, [...path, key], pass);
      if (value === null && !root) delete (copy ??= { ...object })[key];
      continue;
    }
    if (pass.partial && isDirective(key)) {
      delete (copy ??= { ...object })[key];
      continue;
    }
    const field =
      shape?.property(key) ??
      (typeof shape?.additional === "object" ? shape.additional : undefined);
    if (field === undefined) {
      if (open) continue;
      const anything = shape?.additional === true;
      if (!anything) reportUnknown(key, shape, object, path, pass);
      else if (pass.dialect === "custom") prepare(value, undefined, [...path, key], pass);
      if (!anything) delete (copy ??= { ...object })[key];
      continue;
    }
    if (value === null) {
      if (pass.dialect === "custom" && field.nullable) continue;
      copy ??= { ...object };
      if (field.hasDefault) copy[key] = field.schema.default;
      else if (pass.dialect === "native" && shape?.property(key) === undefined)
        copy[key] = zeroOf(field);
      else delete copy[key];
      continue;
    }
    if (typeof value !== "object") continue;
    const prepared = prepare(value, field, [...path, key], pass);
    if (prepared !== value) (copy ??= { ...object })[key] = prepared;
  }
  return shape === undefined || pass.partial
    ? (copy ?? object)
    : fillDefaults(object, copy, shape, path, pass);
}

function fillDefaults(
  object: Record<string, unknown>,
  copy: Record<string, unknown> | undefined,
  shape: Shape,
  path: Path,
  pass: Pass,
): Record<string, unknown> {
  let result = copy;
  for (const name of shape.defaulted) {
    if (Object.hasOwn(result ?? object, name)) continue;
    const field = shape.property(name)!;
    (result ??= { ...object })[name] = prepare(field.schema.default, field, [...path, name], {
      ...pass,
      problems: [],
    });
  }
  return result ?? object;
}

/** Built-in kinds have schemas without fields for values that the API server does not look into, such as a patch or a managed field. */
function isOpen(shape: Shape, pass: Pass): boolean {
  if (shape.preserve) return true;
  return (
    pass.dialect === "native" && shape.propertyNames.length === 0 && shape.additional === undefined
  );
}

/** Go reads null in a list or map as the zero value. */
function zeroOf(shape: Shape): unknown {
  if (shape.types.length !== 1) return null;
  const zeros: Record<string, unknown> = {
    string: "",
    object: {},
    array: [],
    boolean: false,
    integer: 0,
    number: 0,
  };
  return zeros[shape.types[0]!] ?? null;
}

/** Directives of strategic merge patches. */
function isDirective(key: string): boolean {
  return (
    key === "$patch" ||
    key === "$retainKeys" ||
    key.startsWith("$setElementOrder/") ||
    key.startsWith("$deleteFromPrimitiveList/")
  );
}

/** @returns a copy of the document without what the API server drops before it validates: status, where it is a subresource */
export function withoutStatus(document: unknown): unknown {
  if (!isMapping(document) || !Object.hasOwn(document, "status")) return document;
  const { status: _, ...rest } = document;
  return rest;
}
