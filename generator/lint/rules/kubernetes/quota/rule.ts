import { asText, lookUp } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { didYouMean } from "../../../../core/suggest.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { compareQuantities } from "../../../../schema/quantity.ts";
import { entries, type Field, get, isFilled, isSet, items } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkAmount, checkResource, COUNTED, STANDARD } from "../amounts.ts";
import { checkOperator } from "../selectors.ts";
import {
  checkChoice,
  checkFilled,
  checkUnique,
  mappingsIn,
  quantity,
  textsIn,
  word,
} from "../checks.ts";

const SCOPES = [
  "Terminating",
  "NotTerminating",
  "BestEffort",
  "NotBestEffort",
  "PriorityClass",
  "CrossNamespacePodAffinity",
  "VolumeAttributesClass",
];
/** Pairs of which the first must not exceed the second. */
const ORDER = [
  ["min", "max"],
  ["min", "defaultRequest"],
  ["min", "default"],
  ["defaultRequest", "default"],
  ["defaultRequest", "max"],
  ["default", "max"],
] as const;

const BOUNDS = ["min", "max", "default", "defaultRequest", "maxLimitRequestRatio"];
/** Resources of a quota without a slash in their names. Source: standardQuotaResources of kubernetes pkg/apis/core/helper. */
const QUOTAS = [
  ...STANDARD,
  ...STANDARD.map((name) => `requests.${name}`),
  ...STANDARD.map((name) => `limits.${name}`),
  "requests.storage",
  ...COUNTED,
];

const POD_AMOUNTS = [
  "pods",
  "cpu",
  "memory",
  "requests.cpu",
  "requests.memory",
  "limits.cpu",
  "limits.memory",
];
/** What a quota of a scope can limit, of {@link QUOTAS}. Source: IsResourceQuotaScopeValidForResource of kubernetes pkg/apis/core/helper. */
const COUNTED_IN: Readonly<Record<string, readonly string[]>> = {
  Terminating: POD_AMOUNTS,
  NotTerminating: POD_AMOUNTS,
  NotBestEffort: POD_AMOUNTS,
  PriorityClass: POD_AMOUNTS,
  CrossNamespacePodAffinity: POD_AMOUNTS,
  BestEffort: ["pods"],
  VolumeAttributesClass: ["persistentvolumeclaims", "requests.storage"],
};

/** Source: ValidateResourceQuotaSpec and ValidateLimitRange of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/quota",
  severity: "error",
  summary: "The amounts of a ResourceQuota or LimitRange do not contradict each other",
  scope: "file",
  check: checkEach(["ResourceQuota", "LimitRange"], (subject) => {
    if (groupKindOf(subject.resource.id) === "ResourceQuota") return checkQuota(subject);
    const limits = items(get(subject.spec, "limits"));
    for (const limit of limits) checkLimit(subject, limit);
    checkUnique(
      subject,
      limits.map((limit) => get(limit, "type")),
      "type",
    );
  }),
};

function checkQuota(subject: Subject): void {
  for (const { key, field } of entries(get(subject.spec, "hard"))) {
    checkQuotaName(subject, key, field);
    checkAmount(subject, key, field);
  }
  const scopes = textsIn(get(subject.spec, "scopes"));
  for (const scope of scopes) checkChoice(subject, scope, SCOPES);
  checkScopes(subject, get(subject.spec, "scopes"), scopes);
  const expressions = get(subject.spec, "scopeSelector", "matchExpressions");
  for (const expression of mappingsIn(expressions)) checkExpression(subject, expression);
  checkScopes(
    subject,
    expressions,
    mappingsIn(expressions).map((expression) => get(expression, "scopeName")),
  );
}

/** Reports scopes that exclude each other, and amounts that a scope does not count. */
function checkScopes(subject: Subject, place: Field, scopes: readonly Field[]): void {
  const given = new Set(scopes.map((scope) => scope.value));
  for (const [one, other] of [
    ["BestEffort", "NotBestEffort"],
    ["Terminating", "NotTerminating"],
  ]) {
    if (given.has(one) && given.has(other))
      subject.report(place, `scopes ${one} and ${other} exclude each other`);
  }
  for (const scope of scopes) {
    const counted = lookUp(COUNTED_IN, word(scope) ?? "");
    for (const { key, field } of entries(get(subject.spec, "hard"))) {
      if (counted === undefined || !QUOTAS.includes(key) || counted.includes(key)) continue;
      const message = `a quota of scope ${word(scope)} cannot limit ${key}, only ${counted.join(", ")}`;
      subject.report(field, message, { part: "key" });
    }
  }
}

function checkExpression(subject: Subject, expression: Field): void {
  const scope = get(expression, "scopeName");
  const operator = get(expression, "operator");
  checkFilled(subject, scope, operator);
  checkChoice(subject, scope, SCOPES);
  checkOperator(subject, expression, ["In", "NotIn", "Exists", "DoesNotExist"]);
  const isNamed = scope.value === "PriorityClass" || scope.value === "VolumeAttributesClass";
  if (
    SCOPES.includes(word(scope) ?? "") &&
    !isNamed &&
    word(operator) &&
    operator.value !== "Exists"
  )
    subject.report(operator, `scope ${word(scope)} is there or not; write operator: Exists`);
}

/** Names with a slash are of extended resources, storage classes and objects to count. */
function checkQuotaName(subject: Subject, name: string, amount: Field): void {
  const known = name.includes("/") || name.includes("${") || QUOTAS.includes(name);
  if (known || /^(requests\.)?hugepages-/.test(name)) return;
  const hint =
    didYouMean(name, QUOTAS) || "; count objects of other kinds as count/<plural>.<group>";
  subject.report(amount, `there is no resource "${name}" to limit${hint}`, { part: "key" });
}

function checkLimit(subject: Subject, limit: Field): void {
  const type = get(limit, "type");
  checkFilled(subject, type);
  if (typeof type.value === "string" && !type.value.includes("/"))
    checkChoice(subject, type, ["Pod", "Container", "PersistentVolumeClaim"]);
  for (const [low, high] of ORDER) checkOrder(subject, get(limit, low), get(limit, high));
  const bounded = ["min", "max"].some((key) => isSet(get(limit, key, "storage")));
  if (type.value === "PersistentVolumeClaim" && !bounded)
    subject.report(limit, "a limit of type PersistentVolumeClaim needs min.storage or max.storage");
  if (type.value === "Pod" || type.value === "Container") {
    for (const key of BOUNDS)
      for (const { key: name, field } of entries(get(limit, key)))
        checkResource(subject, name, field);
  }
  if (type.value !== "Pod") return;
  for (const key of ["default", "defaultRequest"]) {
    const extra = get(limit, key);
    if (isFilled(extra))
      subject.report(extra, `a limit of type Pod has no ${key}; those are for containers`, {
        part: "key",
      });
  }
}

function checkOrder(subject: Subject, low: Field, high: Field): void {
  for (const { key, field } of entries(low)) {
    const most = get(high, key);
    const [least, upper] = [quantity(field), quantity(most)];
    if (least === undefined || upper === undefined || compareQuantities(least, upper) <= 0)
      continue;
    subject.report(
      field,
      `${asText(low.path.at(-1))} of ${key} is ${asText(field.value)}, above ${asText(high.path.at(-1))}, ${asText(most.value)}`,
    );
  }
}
