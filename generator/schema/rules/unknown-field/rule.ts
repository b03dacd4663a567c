import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { suggest } from "../../../core/suggest.ts";
import type { Pass } from "../../pass.ts";
import type { Shape } from "../../shape.ts";
import type { SchemaProblem } from "../../types.ts";
import { listValues, quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/unknown-field",
  severity: "error",
  summary: "The schema knows no such field",
};

/**
 * Reports a field that a schema does not have.
 * @param shape the schema of the object; undefined where nothing is allowed
 */
export function reportUnknown(
  key: string,
  shape: Shape | undefined,
  object: Record<string, unknown>,
  path: Path,
  pass: Pass,
): void {
  const choices = (shape?.propertyNames ?? []).filter((name) => !Object.hasOwn(object, name));
  // Among very many mistakes nobody reads a hint, and looking for one takes time.
  const nearest = pass.problems.length < 200 ? suggest(key, choices) : undefined;
  const where: Path = [...path, key];
  const problem = {
    rule: rule.name,
    severity: rule.severity,
    path: where,
    part: "key",
  } as const;
  if (nearest === undefined) {
    const known = shape?.propertyNames ?? [];
    const hint =
      known.length === 0 ? "no fields are known here" : `known fields are ${listValues(known)}`;
    pass.problems.push({ ...problem, message: `unknown field ${quote(key)}; ${hint}` });
    return;
  }
  const only =
    suggest(
      key,
      choices.filter((name) => name !== nearest),
    ) === undefined;
  const fix = only ? { fix: { op: "rename-key", path: where, to: nearest } as const } : {};
  pass.problems.push({
    ...problem,
    message: `unknown field ${quote(key)}, did you mean ${quote(nearest)}?`,
    ...fix,
  });
}

/** @param fields all that such metadata can have */
export function describeUnknownMetadata(
  key: string,
  object: Record<string, unknown>,
  fields: readonly string[],
  path: Path,
): SchemaProblem {
  const problem = { rule: rule.name, severity: rule.severity, path, part: "key" } as const;
  const nearest = suggest(
    key,
    fields.filter((name) => !Object.hasOwn(object, name)),
  );
  if (nearest === undefined)
    return {
      ...problem,
      message: `unknown field ${quote(key)}; known fields are ${listValues(fields, 20)}`,
    };
  return {
    ...problem,
    message: `unknown field ${quote(key)}, did you mean ${quote(nearest)}?`,
    fix: { op: "rename-key", path, to: nearest },
  };
}
