import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { subdomainFault } from "../../../../schema/names.ts";
import { get, isSet, items, number, type Field } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkRange,
  isObject,
  mappingsIn,
  word,
} from "../checks.ts";
import { containersIn } from "../pods.ts";

const COUNTS = [
  "parallelism",
  "completions",
  "activeDeadlineSeconds",
  "backoffLimit",
  "ttlSecondsAfterFinished",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
];
const MAX_INDEXED_PARALLELISM = 100_000;

/** Source: validateJobSpec of kubernetes pkg/apis/batch/validation. */
export const rule: Rule = {
  name: "kubernetes/job",
  severity: "error",
  summary: "The counts and policies of a Job fit its completion mode",
  scope: "file",
  check: checkEach(["Job.batch", "CronJob.batch"], (subject) => {
    const cron = groupKindOf(subject.resource.id) === "CronJob.batch";
    const spec = cron ? get(subject.spec, "jobTemplate", "spec") : subject.spec;
    for (const key of COUNTS) checkRange(subject, get(spec, key), 0);
    const mode = get(spec, "completionMode");
    checkChoice(subject, mode, ["NonIndexed", "Indexed"]);
    if (!isSet(mode) || word(mode) !== undefined)
      checkMode(subject, spec, mode.value === "Indexed");
    checkFailurePolicy(subject, spec);
    const manager = get(spec, "managedBy");
    checkFilled(subject, manager);
    checkName(subject, manager, managerFault);
  }),
};

/** The name of a controller is a path below a domain. */
function managerFault(name: string): string | undefined {
  if (name.length > 63) return `has ${name.length} characters; at most 63 are allowed`;
  const [domain = "", ...path] = name.split("/");
  return path.join("/") === "" || subdomainFault(domain) !== undefined
    ? "must be a domain and a path, such as example.com/queue"
    : undefined;
}

function checkMode(subject: Subject, spec: Field, indexed: boolean): void {
  if (indexed) {
    // Without either of the two, both are 1.
    if (!isSet(get(spec, "completions")) && isSet(get(spec, "parallelism")))
      subject.report(
        get(spec, "completionMode"),
        "completionMode Indexed with parallelism needs completions",
      );
    const parallelism = get(spec, "parallelism");
    if ((number(parallelism) ?? 0) > 0)
      checkRange(subject, parallelism, 0, MAX_INDEXED_PARALLELISM);
    const failed = get(spec, "maxFailedIndexes");
    const all = number(get(spec, "completions"));
    const allowed = number(failed);
    if (all !== undefined && allowed !== undefined && allowed > Math.max(all, 0))
      subject.report(failed, `maxFailedIndexes is ${allowed}; there are only ${all} completions`);
  } else {
    for (const key of ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"]) {
      const extra = get(spec, key);
      if (isSet(extra))
        subject.report(extra, `${key} needs completionMode: Indexed`, { part: "key" });
    }
    return;
  }
  const failed = get(spec, "maxFailedIndexes");
  if (isSet(failed) && !isSet(get(spec, "backoffLimitPerIndex")))
    subject.report(failed, "maxFailedIndexes needs backoffLimitPerIndex", { part: "key" });
}

function checkFailurePolicy(subject: Subject, spec: Field): void {
  const policy = get(spec, "podFailurePolicy");
  const replacement = get(spec, "podReplacementPolicy");
  checkChoice(subject, replacement, isSet(policy) ? ["Failed"] : ["Failed", "TerminatingOrFailed"]);
  if (!isSet(policy)) return;
  const restart = get(spec, "template", "spec", "restartPolicy");
  if (restart.value === "OnFailure")
    subject.report(
      restart,
      'restartPolicy "OnFailure" does not fit podFailurePolicy; it must be "Never"',
    );
  const names = containersIn(get(spec, "template", "spec")).map(
    ({ field }) => get(field, "name").value,
  );
  for (const rule of mappingsIn(get(policy, "rules"))) checkFailureRule(subject, rule, spec, names);
}

function checkFailureRule(
  subject: Subject,
  rule: Field,
  spec: Field,
  names: readonly unknown[],
): void {
  const action = get(rule, "action");
  checkFilled(subject, action);
  checkChoice(subject, action, ["FailJob", "Ignore", "Count", "FailIndex"]);
  if (action.value === "FailIndex" && !isSet(get(spec, "backoffLimitPerIndex")))
    subject.report(action, "action FailIndex needs backoffLimitPerIndex");
  const codes = get(rule, "onExitCodes");
  const conditions = get(rule, "onPodConditions");
  for (const condition of mappingsIn(conditions))
    checkChoice(subject, get(condition, "status"), ["True", "False", "Unknown"]);
  const filled =
    Array.isArray(conditions.value) && conditions.value.length === 0 ? [] : [conditions];
  if (checkOneOf(subject, [codes, ...filled], "the rule").length === 0)
    subject.report(rule, "the rule needs onExitCodes or onPodConditions");
  if (!isObject(codes)) return;
  checkFilled(subject, get(codes, "operator"));
  checkChoice(subject, get(codes, "operator"), ["In", "NotIn"]);
  const container = get(codes, "containerName");
  const name = word(container);
  if (name !== undefined && !names.includes(name))
    subject.report(container, `the template has no container "${name}"`);
  const values = items(get(codes, "values"));
  if (values.length === 0) subject.report(codes, "onExitCodes needs values", { part: "key" });
  for (const [index, value] of values.entries()) {
    const code = number(value);
    const before = number(values[index - 1] ?? { path: [], value: undefined });
    if (code === 0 && get(codes, "operator").value === "In")
      subject.report(value, "exit code 0 is no failure; operator In must not have it");
    if (code !== undefined && before !== undefined && before >= code)
      subject.report(
        value,
        `exit code ${code} must come before ${before}; write each code once, in ascending order`,
      );
  }
}
