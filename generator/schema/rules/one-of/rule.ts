import { isMapping } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import type { Pass } from "../../pass.ts";
import type { Shape } from "../../shape.ts";
import type { SchemaProblem } from "../../types.ts";
import { joinWords, quote, nameOf } from "../../wording.ts";
import { rule as required } from "../required/rule.ts";
import { rule as type } from "../type/rule.ts";

export const rule: RuleInfo = {
  name: "schema/one-of",
  severity: "error",
  summary: "Fields exclude each other, or one of several is needed",
};

type Check = (value: unknown, shape: Shape, path: Path, pass: Pass) => void;

/**
 * Reports a value that anyOf, oneOf, allOf or not refuse, in one message each.
 * @param check the checker of one schema
 */
export function checkChoices(
  value: unknown,
  shape: Shape,
  path: Path,
  pass: Pass,
  check: Check,
): void {
  const problemsOf = (choice: Shape): SchemaProblem[] => {
    const problems: SchemaProblem[] = [];
    check(value, choice, path, { ...pass, problems });
    return problems;
  };
  for (const part of shape.allOf)
    pass.problems.push(...problemsOf(part).filter((problem) => !isReported(problem, pass)));
  // A patch holds some fields only, so which alternative it means is open.
  if (pass.partial || fits(value, shape)) return;
  if (shape.anyOf.length > 0) {
    const failures = shape.anyOf.map(problemsOf);
    if (failures.every((problems) => problems.length > 0))
      reportNone(shape.anyOf, failures, path, pass);
  }
  if (shape.oneOf.length > 0) checkOneOf(value, shape, path, pass, problemsOf);
  if (shape.not !== undefined && problemsOf(shape.not).length === 0) {
    report(`${nameOf(path)} ${describeRefused(value, shape.not)}`, path, pass);
  }
}

const presence = new Set(["required", "anyOf", "oneOf", "not"]);
const onPresence = new WeakMap<Shape, boolean>();

/** Does a schema ask for nothing but which fields are set? Istio's one-of fields do, and most documents pass them. */
function asksForPresence(shape: Shape): boolean {
  let known = onPresence.get(shape);
  if (known === undefined) {
    const choices = [
      ...shape.anyOf,
      ...shape.oneOf,
      ...(shape.not === undefined ? [] : [shape.not]),
    ];
    known =
      Object.keys(shape.schema).every((keyword) => presence.has(keyword)) &&
      choices.every(asksForPresence);
    onPresence.set(shape, known);
  }
  return known;
}

/** A quick yes where every alternative asks for presence only; false where that does not decide it. */
function fits(value: unknown, shape: Shape): boolean {
  const choices = [...shape.anyOf, ...shape.oneOf];
  if (
    !isMapping(value) ||
    !choices.every(asksForPresence) ||
    (shape.not !== undefined && !asksForPresence(shape.not))
  )
    return false;
  return hasPresence(value, shape, true);
}

function hasPresence(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  whole = false,
): boolean {
  if (!whole && !shape.required.every((key) => Object.hasOwn(value, key))) return false;
  if (shape.anyOf.length > 0 && !shape.anyOf.some((choice) => hasPresence(value, choice)))
    return false;
  if (
    shape.oneOf.length > 0 &&
    shape.oneOf.filter((choice) => hasPresence(value, choice)).length !== 1
  )
    return false;
  return shape.not === undefined || !hasPresence(value, shape.not);
}

function checkOneOf(
  value: unknown,
  shape: Shape,
  path: Path,
  pass: Pass,
  problemsOf: (choice: Shape) => SchemaProblem[],
): void {
  const failures = shape.oneOf.map(problemsOf);
  const matching = failures.filter((problems) => problems.length === 0).length;
  if (matching === 1) return;
  const fields = [...new Set(shape.oneOf.flatMap(requiredBy))];
  const set = isMapping(value) ? fields.filter((field) => Object.hasOwn(value, field)) : [];
  if (fields.length > 0 && set.length > 1) {
    report(
      `only one of ${joinWords(fields, "and")} can be set${at(path)}, found ${joinWords(set, "and")}`,
      path,
      pass,
    );
  } else if (matching === 0) reportNone(shape.oneOf, failures, path, pass);
  else report(`${nameOf(path)} fits ${matching} alternatives that exclude each other`, path, pass);
}

/** The fields that an alternative asks for; alternatives of nothing but required fields are how "one of these fields" is written. */
function requiredBy(choice: Shape): readonly string[] {
  return [
    ...choice.required,
    ...choice.allOf.flatMap(requiredBy),
    ...choice.anyOf.flatMap(requiredBy),
  ];
}

function reportNone(
  choices: readonly Shape[],
  failures: readonly SchemaProblem[][],
  path: Path,
  pass: Pass,
): void {
  const fields = choices.map((choice) => choice.required);
  const missing = failures.every((problems) =>
    problems.every((problem) => problem.rule === required.name),
  );
  if (missing && fields.every((each) => each.length > 0)) {
    const words = fields.map((each) => joinWords(each, "and"));
    report(
      `${nameOf(path)} must have ${words.length === 1 ? "" : "one of "}${joinWords([...new Set(words)], "or")}`,
      path,
      pass,
    );
    return;
  }
  // The alternative that came nearest says best what is wrong.
  const nearest = failures.reduce((best, problems) =>
    distance(problems) < distance(best) ? problems : best,
  );
  const reasons = [...new Set(failures.map((problems) => problems[0]!.message))];
  if (
    reasons.length > 3 ||
    distance(nearest) < distance(failures.find((problems) => problems !== nearest) ?? nearest)
  ) {
    pass.problems.push(...nearest.slice(0, 1).filter((problem) => !isReported(problem, pass)));
    return;
  }
  report(`${nameOf(path)} fits no alternative: ${joinWords(reasons, "or")}`, path, pass);
}

function distance(problems: readonly SchemaProblem[]): number {
  return problems.reduce((total, problem) => total + (problem.rule === type.name ? 3 : 1), 0);
}

function describeRefused(value: unknown, refused: Shape): string {
  const fields = isMapping(value)
    ? requiredBy(refused).filter((field) => Object.hasOwn(value, field))
    : [];
  if (fields.length > 1) return `must not have ${joinWords(fields, "and")} together`;
  if (fields.length === 1) return `must not have ${fields[0]}`;
  return isMapping(value) || Array.isArray(value)
    ? "has a form that is not allowed here"
    : `must not be ${quote(value)}`;
}

function at(path: Path): string {
  return path.length === 0 ? "" : ` in ${nameOf(path)}`;
}

function report(message: string, path: Path, pass: Pass): void {
  pass.problems.push({ rule: rule.name, severity: rule.severity, message, path });
}

/** The parts of an allOf often repeat what the whole says. */
function isReported(problem: SchemaProblem, pass: Pass): boolean {
  return pass.problems.some(
    (each) => each.rule === problem.rule && each.path.join("/") === problem.path.join("/"),
  );
}
