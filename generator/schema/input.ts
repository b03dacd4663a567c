import { Ajv, type ErrorObject, type SchemaValidateFunction } from "ajv";
import type { Path } from "../core/path.ts";
import { suggest } from "../core/suggest.ts";
import type { JsonSchema } from "./types.ts";

/** What is wrong with one value of a settings file. */
export interface InputProblem {
  kind: "unknown-field" | "type" | "required" | "value" | "format" | "range";
  path: Path;
  /** Does the key say it, rather than the value? */
  part: "key" | "value";
  /** Names the bad value and what would be right. */
  message: string;
}

export type InputChecker = (data: unknown) => InputProblem[];

const compiled = new WeakMap<JsonSchema, InputChecker>();

/**
 * Makes a checker for a settings file of ours, such as services.yaml.
 * @param schema a JSON Schema whose alternatives are told apart by type (`type: [string, object]`), never by `anyOf`, so that each
 *   mistake has one error; `patternErrorMessage` holds the words for a pattern
 * @returns a function from data to all its problems, in the schema's order
 */
export function compileInput(schema: JsonSchema): InputChecker {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    ownProperties: true,
    allowUnionTypes: true,
    strictRequired: false,
    // The schemas are ours and tested; checking and optimizing them would take longer than using them once.
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  ajv.addKeyword("patternErrorMessage");
  // ajv's own calls valueOf of what a user wrote, which may be a field of that name.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", errors: true, validate: checkUnique });
  const validate = ajv.compile(schema);
  const check: InputChecker = (data) =>
    validate(data)
      ? []
      : (validate.errors ?? []).flatMap((error) =>
          describe(error, pathOf(error.instancePath, data)),
        );
  compiled.set(schema, check);
  return check;
}

/** The JSON text of an entry tells whether it is in the list twice; params as ajv's own keyword has them. */
const checkUnique: SchemaValidateFunction = (isUnique: boolean, items: readonly unknown[]) => {
  const seen = new Set<string>();
  const twice = items.findIndex((item) => {
    const text = JSON.stringify(item, (_, value: unknown) =>
      typeof value === "bigint" ? `${value}n` : value,
    );
    return seen.size === seen.add(text).size;
  });
  if (!isUnique || twice < 0) return true;
  checkUnique.errors = [{ keyword: "uniqueItems", params: { i: twice } }];
  return false;
};

function describe(error: ErrorObject, path: Path): InputProblem[] {
  const problem = (
    kind: InputProblem["kind"],
    message: string,
    at: Path = path,
    part: "key" | "value" = "value",
  ) => [{ kind, path: at, part, message }];
  const value = quote(error.data);
  const { params } = error;
  const limit: number = params.limit;
  switch (error.keyword) {
    case "propertyNames":
      return []; // its own error says that the name is bad, the one before it says why
    case "additionalProperties":
      return problem(
        "unknown-field",
        unknownField(error),
        [...path, params.additionalProperty],
        "key",
      );
    case "required":
      return problem("required", `field ${quote(params.missingProperty)} is missing`, path, "key");
    case "type":
      return problem(
        "type",
        `expected ${expectedTypes(params.type)}, found ${describeValue(error.data)}`,
      );
    case "enum":
      return problem("value", oneOf(error.data, params.allowedValues));
    case "const":
      return problem("value", oneOf(error.data, [params.allowedValue]));
    case "pattern":
      return error.propertyName === undefined
        ? problem("format", `${value} ${wordsFor(error)}`)
        : problem("format", `${value} ${wordsFor(error)}`, [...path, error.propertyName], "key");
    case "minLength":
    case "maxLength":
      return tooLong(error, path);
    case "minItems":
      return problem(
        "range",
        `the list is empty; at least ${limit} ${limit === 1 ? "entry is" : "entries are"} needed`,
      );
    case "uniqueItems":
      return problem("range", `${quote(itemAt(error.data, params.i))} is in the list twice`, [
        ...path,
        params.i,
      ]);
    case "minProperties":
      return problem(
        "range",
        `the mapping is empty; ${fieldsOf(error).length === 0 ? "at least one entry is needed" : `possible fields are ${list(fieldsOf(error))}`}`,
        path,
        "key",
      );
    case "maxProperties":
      return problem("range", tooMany(error), path, "key");
    case "minimum":
      return problem("range", `${value} is too small; the smallest possible value is ${limit}`);
    case "maximum":
      return problem("range", `${value} is too large; the largest possible value is ${limit}`);
    default:
      return problem("value", `${value} ${error.message ?? "is not valid"}`);
  }
}

function tooLong(error: ErrorObject, path: Path): InputProblem[] {
  const limit: number = error.params.limit;
  const isLong = error.keyword === "maxLength";
  const message = isLong
    ? `${quote(error.data)} has ${String(error.data).length} characters; at most ${limit} are possible`
    : `${quote(error.data)} is too short`;
  const isKey = error.propertyName !== undefined;
  return [
    {
      kind: "range",
      path: isKey ? [...path, error.propertyName!] : path,
      part: isKey ? "key" : "value",
      message,
    },
  ];
}

function tooMany(error: ErrorObject): string {
  const fields = fieldsOf(error);
  const limit: number = error.params.limit;
  if (fields.length > 0) return `only ${limit} of ${list(fields)} can be given`;
  return `there are ${Object.keys(error.data as object).length} entries; at most ${limit} are possible`;
}

function unknownField(error: ErrorObject): string {
  const name: string = error.params.additionalProperty;
  const fields = fieldsOf(error);
  const nearest = suggest(name, fields);
  const hint =
    nearest === undefined
      ? `; possible fields are ${list(fields)}`
      : `, did you mean ${quote(nearest)}?`;
  return `unknown field ${quote(name)}${hint}`;
}

function fieldsOf(error: ErrorObject): string[] {
  return Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
}

function oneOf(data: unknown, allowed: readonly unknown[]): string {
  const words = allowed.filter((choice) => typeof choice === "string");
  const nearest = typeof data === "string" ? suggest(data, words) : undefined;
  const hint = nearest === undefined ? "" : `, did you mean ${quote(nearest)}?`;
  const choices = allowed.length === 1 ? quote(allowed[0]) : `one of ${list(allowed)}`;
  return `${quote(data)} is not possible here; it must be ${choices}${hint}`;
}

function wordsFor(error: ErrorObject): string {
  const words: unknown = error.parentSchema?.patternErrorMessage;
  return typeof words === "string" ? words : `must match ${error.params.pattern}`;
}

const typeNames: Record<string, string> = {
  string: "text",
  object: "a mapping",
  array: "a list",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "nothing",
};

function expectedTypes(types: string | readonly string[]): string {
  const names = [types].flat().filter((type) => type !== "null");
  return names.map((type) => typeNames[type] ?? type).join(" or ");
}

function describeValue(data: unknown): string {
  if (data === null) return "nothing";
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object") return "a mapping";
  if (typeof data === "string") return `the text ${quote(data)}`;
  return typeof data === "boolean" ? String(data) : `the number ${String(data)}`;
}

function itemAt(data: unknown, index: number): unknown {
  return Array.isArray(data) ? data[index] : undefined;
}

function list(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === "string" ? value : quote(value))).join(", ");
}

/** Writes a value on one line, shortened when it is long. */
function quote(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object" && value !== null) return describeValue(value);
  const text = (JSON.stringify(value) ?? String(value)).replace(unprintable, escape);
  return text.length <= 80 ? text : `${text.slice(0, 60)}…${text.slice(-10)}`;
}

/** Control characters that JSON leaves as they are, ends of lines, and marks that change the direction of text. */
const unprintable = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Turns ajv's JSON pointer into a path: steps into lists become numbers again. */
function pathOf(pointer: string, data: unknown): Path {
  let value = data;
  return pointer
    .split("/")
    .slice(1)
    .map((text) => {
      const key = text.replaceAll("~1", "/").replaceAll("~0", "~");
      const part = Array.isArray(value) ? Number(key) : key;
      value = (value as Record<string | number, unknown>)[part];
      return part;
    });
}
