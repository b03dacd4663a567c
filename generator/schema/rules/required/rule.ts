import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import type { SchemaProblem } from "../../types.ts";
import { nameOf, quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/required",
  severity: "error",
  summary: "A field that the schema requires is missing",
};

/** Reports each required field that an object has not. */
export function reportMissing(
  object: Record<string, unknown>,
  required: readonly string[],
  path: Path,
  problems: SchemaProblem[],
): void {
  for (const key of required)
    if (!Object.hasOwn(object, key)) problems.push(describeMissing(key, path));
}

/** @param path where the object lies that has no such field */
export function describeMissing(key: string, path: Path): SchemaProblem {
  const place = path.length === 0 ? "" : ` in ${nameOf(path)}`;
  return describe(`${quote(key)} is missing${place}`, [...path, key]);
}

/** @param path where the metadata lies */
export function describeNameless(kind: string, path: Path): SchemaProblem {
  return describe(`${kind} has no name; metadata.name or metadata.generateName is required`, [
    ...path,
    "name",
  ]);
}

function describe(message: string, path: Path): SchemaProblem {
  return { rule: rule.name, severity: rule.severity, message, path, part: "key" };
}
