import { isMapping } from "../../core/json.ts";
import { check } from "../check.ts";
import type { Pass } from "../pass.ts";
import { prepare } from "../prepare.ts";
import { shapeOf } from "../shape.ts";
import type { JsonSchema } from "../types.ts";
import type { ConvertProblem } from "./pack.ts";
import { convertStructural } from "./structural.ts";

type Path = readonly (string | number)[];

/**
 * Checks that every default is a value that its own schema takes.
 * @param schema a node whose structure is right
 * Source: apiextensions-apiserver `pkg/apiserver/schema/defaulting/validation.go`.
 */
export function checkDefaults(schema: JsonSchema, path: Path, problems: ConvertProblem[]): void {
  if (schema.default !== undefined) checkDefault(schema, [...path, "default"], problems);
  if (isMapping(schema.items)) checkDefaults(schema.items, [...path, "items"], problems);
  if (!isMapping(schema.properties)) return;
  for (const [name, each] of Object.entries(schema.properties))
    if (isMapping(each)) checkDefaults(each, [...path, "properties", name], problems);
}

function checkDefault(schema: JsonSchema, path: Path, problems: ConvertProblem[]): void {
  const node = convertStructural(schema);
  const shape = shapeOf(node, node);
  const pass: Pass = { dialect: "custom", partial: false, problems: [] };
  prepare(schema.default, shape, [], pass, false);
  check(schema.default, shape, [], pass);
  for (const problem of pass.problems)
    problems.push({ message: `the default does not fit: ${problem.message}`, path });
}
