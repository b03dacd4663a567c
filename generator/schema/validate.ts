import { isMapping } from "../core/json.ts";
import { groupOf, versionOf } from "../core/resource.ts";
import { check } from "./check.ts";
import { checkMetadataFields } from "./metadata-fields.ts";
import type { Pass } from "./pass.ts";
import { prepare, withoutStatus } from "./prepare.ts";
import { blocksRules, createRuleChecker, type RuleChecker } from "./rules/cel/rule.ts";
import { softenOpenLists } from "./rules/enum/open-lists.ts";
import { checkMetadata } from "./rules/metadata/rule.ts";
import { describeMissing } from "./rules/required/rule.ts";
import { describeType } from "./rules/type/rule.ts";
import { rule as unknownField } from "./rules/unknown-field/rule.ts";
import { type Dialect, type Shape, shapeOf } from "./shape.ts";
import type { JsonSchema, SchemaProblem, SchemaSource } from "./types.ts";

export interface Verdict {
  /** False where no source has a schema for the kind; metadata is checked all the same. */
  checked: boolean;
  problems: SchemaProblem[];
}

export interface ValidateOptions {
  /** The document is a patch: required fields, lower bounds, alternatives and CEL rules do not apply; directives are allowed. */
  partial?: boolean;
}

export interface Validator {
  /**
   * Says what the API server would say of one resource on create, with strict field validation.
   * @param data the document as JSON; an integer that a double cannot hold is a bigint
   * @returns whether there is a schema for it, and what is wrong, in the document's order within each pass
   */
  validate(data: unknown, options?: ValidateOptions): Verdict;
}

/** Checks one document of a kind. */
export type CheckDocument = (
  data: Record<string, unknown>,
  options: ValidateOptions,
) => SchemaProblem[];

/**
 * Makes a validator. Schemas are looked up and read when a kind is first met.
 * @param sources where schemas come from; the first that knows a kind wins
 */
export function createValidator(sources: readonly SchemaSource[]): Validator {
  const kinds = new Map<string, CheckDocument | undefined>();
  const rules = createRuleChecker();
  return {
    validate(data, options = {}) {
      if (!isMapping(data))
        return { checked: false, problems: [describeType("a resource", "a mapping", data, [])] };
      const { apiVersion, kind } = data;
      if (typeof apiVersion !== "string" || typeof kind !== "string")
        return { checked: false, problems: typeProblems(data) };
      const key = `${apiVersion}/${kind}`;
      if (!kinds.has(key)) {
        kinds.set(key, findCheck(sources, apiVersion, kind, rules));
      }
      const checkDocument = kinds.get(key);
      return checkDocument === undefined
        ? { checked: false, problems: checkUnknownKind(data, options) }
        : { checked: true, problems: checkDocument(data, options) };
    },
  };
}

function findCheck(
  sources: readonly SchemaSource[],
  apiVersion: string,
  kind: string,
  rules: RuleChecker,
): CheckDocument | undefined {
  for (const source of sources) {
    const named = [groupOf(apiVersion), versionOf(apiVersion), kind] as const;
    const schema = source.find(...named);
    if (schema === undefined) continue;
    const other = source.findOther?.(...named);
    const check = compileSchema(schema, rules);
    return other === undefined ? check : takeEither(check, compileSchema(other, rules));
  }
  return undefined;
}

/** A kind that comes in two forms: which of them a cluster has is not known, so what either takes is right. */
function takeEither(first: CheckDocument, second: CheckDocument): CheckDocument {
  return (data, options) => {
    const problems = first(data, options);
    if (!problems.some(isRefusal)) return problems;
    const others = second(data, options);
    return others.some(isRefusal) ? problems : others;
  };
}

function isRefusal({ severity }: SchemaProblem): boolean {
  return severity === "error";
}

/**
 * Makes the checker of one kind from its pack schema. Little is done up front: the parts of a schema are read when a document has them.
 * @param schema the pack schema of the kind
 * @param rules evaluates CEL; shared so that expressions are parsed once
 */
export function compileSchema(schema: JsonSchema, rules: RuleChecker): CheckDocument {
  const shape = shapeOf(schema, schema);
  const dialect: Dialect = schema["x-meshwright-dialect"] === "native" ? "native" : "custom";
  const scope =
    schema["x-meshwright-scope"] === "Cluster"
      ? "Cluster"
      : schema["x-meshwright-scope"] === "Namespaced"
        ? "Namespaced"
        : undefined;
  const hasStatus = dialect === "native" || schema["x-meshwright-status"] === true;
  return (data, options) => {
    const pass: Pass = { dialect, partial: options.partial === true, problems: [] };
    const { problems } = pass;
    checkMetadataFields(data.metadata, ["metadata"], pass);
    const prepared = prepare(data, shape, [], pass, true);
    checkMetadata(
      data.metadata,
      { apiVersion: String(data.apiVersion), kind: String(data.kind), scope },
      ["metadata"],
      pass,
    );
    const body = hasStatus ? withoutStatus(prepared) : prepared;
    if (dialect === "native") checkDroppedStatus(prepared, shape, pass);
    check(withCheckedMetadata(body, dialect), shape, [], pass);
    if (dialect === "custom" && !pass.partial && !problems.some(blocksRules))
      rules.check(body, shape, problems);
    return dialect === "custom" ? softenOpenLists(problems, data) : problems;
  };
}

/** A built-in kind's status is decoded before it is dropped: its types must be right, nothing else. */
function checkDroppedStatus(prepared: unknown, shape: Shape, pass: Pass): void {
  const status = isMapping(prepared) ? prepared.status : undefined;
  const statusShape = shape.property("status");
  if (status !== undefined && statusShape !== undefined)
    check(status, statusShape, ["status"], { ...pass, partial: true });
}

/** Metadata is checked apart; only the schema of a custom resource can say more about it, such as a shorter name. */
function withCheckedMetadata(body: unknown, dialect: Dialect): unknown {
  const object = body as Record<string, unknown>;
  if (!Object.hasOwn(object, "metadata") || (dialect === "custom" && isMapping(object.metadata)))
    return body;
  return { ...object, metadata: {} };
}

/**
 * The API server checks the metadata of any object alike. Clients' own files look like objects too: a field that no metadata has, and that
 * is no misspelt one, tells them apart.
 */
function checkUnknownKind(
  data: Record<string, unknown>,
  options: ValidateOptions,
): SchemaProblem[] {
  const pass: Pass = { dialect: "custom", partial: options.partial === true, problems: [] };
  checkMetadataFields(data.metadata, ["metadata"], pass);
  if (pass.problems.some(({ rule, fix }) => rule === unknownField.name && !fix)) return [];
  const { apiVersion, kind } = data as { apiVersion: string; kind: string };
  checkMetadata(data.metadata, { apiVersion, kind, scope: "unknown" }, ["metadata"], pass);
  return pass.problems;
}

function typeProblems(data: Record<string, unknown>): SchemaProblem[] {
  return ["apiVersion", "kind"].flatMap((key): SchemaProblem[] => {
    const value = data[key];
    if (typeof value === "string") return [];
    return value === undefined || value === null
      ? [describeMissing(key, [])]
      : [describeType(key, "a string", value, [key])];
  });
}
