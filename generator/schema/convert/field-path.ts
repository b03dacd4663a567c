import type { Shape } from "../shape.ts";

/**
 * Reads the path that a rule points at, such as `.spec.replicas` or `.labels['a.b']`.
 * @param text the path
 * @param shape the schema that the rule stands at
 * @returns why the API server refuses it, or undefined
 * Source: ValidFieldPath of apiextensions-apiserver pkg/apiserver/schema/cel/validation.go.
 */
export function findFieldPathProblem(text: string, shape: Shape): string | undefined {
  let at: Shape | boolean | undefined = shape;
  let rest = text;
  while (rest !== "") {
    const step: RegExpExecArray | null = /^\.([^.[\]]+)|^\['((?:[^'\\]|\\['\\])*)'\]/.exec(rest);
    if (step === null) return `cannot be read at ${JSON.stringify(rest)}`;
    rest = rest.slice(step[0].length);
    const name: string = step[1] ?? step[2]!.replaceAll(/\\(.)/g, "$1");
    if (typeof at !== "object") return "does not refer to a field";
    at = at.propertyNames.length > 0 ? at.property(name) : at.additional;
    if (at === undefined || at === false) return `names no field: ${name}`;
  }
  return undefined;
}
