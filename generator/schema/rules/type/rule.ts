import { isMapping } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { isInteger } from "../../integer.ts";
import type { Pass } from "../../pass.ts";
import type { Shape } from "../../shape.ts";
import type { SchemaProblem } from "../../types.ts";
import { describeValue, nameOf, nameTypes } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/type",
  severity: "error",
  summary: "A value has another type than the schema says",
};

/** @returns whether the value has a type of its schema; reports it where not */
export function checkType(value: unknown, shape: Shape, path: Path, pass: Pass): boolean {
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
  const problem = describeType(nameOf(path), nameTypes(types), value, path);
  problems.push({ ...problem, message: problem.message + large, ...fix });
}

/**
 * @param name what the value is called
 * @param expected the types that it can have, in words
 */
export function describeType(
  name: string,
  expected: string,
  value: unknown,
  path: Path,
): SchemaProblem {
  const message = `${name} must be ${expected}, not ${describeValue(value)}`;
  return { rule: rule.name, severity: rule.severity, message, path };
}
