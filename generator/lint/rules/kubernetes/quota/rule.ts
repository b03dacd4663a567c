import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { didYouMean } from "../../../../core/suggest.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { compareQuantities } from "../../../../schema/quantity.ts";
import { entries, type Field, get, isFilled, isSet, items } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkAmount, checkResource, COUNTED, STANDARD } from "../amounts.ts";
import { checkChoice, checkFilled, checkUnique, quantity } from "../checks.ts";

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
  const scopes = items(get(subject.spec, "scopes"));
  for (const scope of scopes) checkChoice(subject, scope, SCOPES);
  const given = new Set(scopes.map((scope) => scope.value));
  for (const [one, other] of [
    ["BestEffort", "NotBestEffort"],
    ["Terminating", "NotTerminating"],
  ]) {
    if (given.has(one) && given.has(other))
      subject.report(get(subject.spec, "scopes"), `scopes ${one} and ${other} exclude each other`);
  }
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
