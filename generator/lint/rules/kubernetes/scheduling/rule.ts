import type { Rule } from "../../../../core/rule.ts";
import { labelFault, qualifiedNameFault } from "../../../../schema/names.ts";
import { type Field, get, isFilled, isSet, items, number } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkRange,
  mappingsIn,
  textsIn,
  word,
} from "../checks.ts";
import { checkPods } from "../pods.ts";
import { checkNodeSelector, checkNodeTerm } from "../node-selectors.ts";
import { checkLabels, checkLabelSelector } from "../selectors.ts";
import { checkTolerations } from "../tolerations.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** Source: validateAffinity, ValidateTolerations and validateTopologySpreadConstraints of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/scheduling",
  severity: "error",
  summary: "Node selectors, affinities, tolerations and spread constraints are well formed",
  scope: "file",
  check: checkPods(({ spec, subject }) => {
    checkLabels(subject, get(spec, "nodeSelector"));
    checkNodeAffinity(subject, get(spec, "affinity", "nodeAffinity"));
    for (const key of ["podAffinity", "podAntiAffinity"])
      checkPodAffinity(subject, get(spec, "affinity", key));
    checkTolerations(subject, get(spec, "tolerations"));
    const constraints = mappingsIn(get(spec, "topologySpreadConstraints"));
    for (const constraint of constraints) checkConstraint(subject, constraint);
    checkRepeated(subject, constraints);
  }),
};

function checkNodeAffinity(subject: Subject, affinity: Field): void {
  checkNodeSelector(subject, get(affinity, REQUIRED));
  for (const preferred of items(get(affinity, PREFERRED))) {
    checkRange(subject, get(preferred, "weight"), 1, 100);
    checkNodeTerm(subject, get(preferred, "preference"), false);
  }
}

function checkPodAffinity(subject: Subject, affinity: Field): void {
  for (const term of items(get(affinity, REQUIRED))) checkPodTerm(subject, term);
  for (const preferred of items(get(affinity, PREFERRED))) {
    checkRange(subject, get(preferred, "weight"), 1, 100);
    checkPodTerm(subject, get(preferred, "podAffinityTerm"));
  }
}

function checkPodTerm(subject: Subject, term: Field): void {
  checkFilled(subject, get(term, "topologyKey"));
  checkName(subject, get(term, "topologyKey"), qualifiedNameFault);
  for (const key of ["labelSelector", "namespaceSelector"])
    checkLabelSelector(subject, get(term, key));
  for (const namespace of textsIn(get(term, "namespaces")))
    checkName(subject, namespace, labelFault);
  checkLabelKeys(subject, term);
}

/** Keys whose values are those of the new Pod: they are added to the selector, so there is one. */
function checkLabelKeys(subject: Subject, term: Field): void {
  const missed = new Set(items(get(term, "mismatchLabelKeys")).map(word));
  for (const list of ["matchLabelKeys", "mismatchLabelKeys"]) {
    const keys = get(term, list);
    if (isFilled(keys) && !isSet(get(term, "labelSelector")))
      subject.report(keys, `${list} needs labelSelector, which may be empty: {}`, { part: "key" });
    for (const key of items(keys)) {
      checkName(subject, key, qualifiedNameFault);
      if (list === "matchLabelKeys" && word(key) && missed.has(word(key)))
        subject.report(key, `"${word(key)}" stands in mismatchLabelKeys too`);
    }
  }
}

function checkConstraint(subject: Subject, constraint: Field): void {
  checkRange(subject, get(constraint, "maxSkew"), 1);
  checkFilled(subject, get(constraint, "topologyKey"), get(constraint, "whenUnsatisfiable"));
  const action = get(constraint, "whenUnsatisfiable");
  checkChoice(subject, action, ["DoNotSchedule", "ScheduleAnyway"]);
  const domains = get(constraint, "minDomains");
  checkRange(subject, domains, 1);
  if (number(domains) !== undefined && action.value === "ScheduleAnyway")
    subject.report(domains, "minDomains needs whenUnsatisfiable: DoNotSchedule", { part: "key" });
  for (const key of ["nodeAffinityPolicy", "nodeTaintsPolicy"])
    checkChoice(subject, get(constraint, key), ["Honor", "Ignore"]);
  checkLabelSelector(subject, get(constraint, "labelSelector"));
  checkLabelKeys(subject, constraint);
}

function checkRepeated(subject: Subject, constraints: readonly Field[]): void {
  const seen = new Set<string>();
  for (const constraint of constraints) {
    const key = get(constraint, "topologyKey");
    const action = get(constraint, "whenUnsatisfiable");
    if (word(key) === undefined || word(action) === undefined) continue;
    const pair = `${word(key)} ${word(action)}`;
    if (seen.has(pair))
      subject.report(
        key,
        `another constraint has topologyKey "${word(key)}" and whenUnsatisfiable "${word(action)}" already`,
      );
    seen.add(pair);
  }
}
