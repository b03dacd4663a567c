import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { labelFault, segmentFault } from "../../../../schema/names.ts";
import { type Field, get, isSet, items, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkResource } from "../amounts.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkRange,
  isObject,
  keyOf,
  mappingsIn,
  quantity,
  word,
} from "../checks.ts";

interface Source {
  key: string;
  /** Targets of which one is needed. */
  targets: readonly string[];
  /** May both be given? */
  both?: true;
}

const SOURCES: Readonly<Record<string, Source>> = {
  Resource: { key: "resource", targets: ["averageUtilization", "averageValue"] },
  ContainerResource: { key: "containerResource", targets: ["averageUtilization", "averageValue"] },
  Pods: { key: "pods", targets: ["averageValue"] },
  Object: { key: "object", targets: ["value", "averageValue"], both: true },
  External: { key: "external", targets: ["value", "averageValue"] },
};
const MAX_WINDOW = 3600;
const MAX_PERIOD = 1800;

/** Source: validateHorizontalPodAutoscalerSpec of kubernetes pkg/apis/autoscaling/validation. */
export const rule: Rule = {
  name: "kubernetes/autoscaler",
  severity: "error",
  summary: "A HorizontalPodAutoscaler has bounds, a target and metrics that fit",
  scope: "file",
  check: checkEach(["HorizontalPodAutoscaler.autoscaling"], (subject) => {
    const { spec } = subject;
    checkReplicas(subject);
    const target = get(spec, "scaleTargetRef");
    checkFilled(subject, get(target, "kind"), get(target, "name"));
    for (const key of ["kind", "name"]) checkName(subject, get(target, key), segmentFault);
    checkVersion(subject, target);
    if (subject.resource.id.apiVersion === "autoscaling/v1") {
      checkRange(subject, get(spec, "targetCPUUtilizationPercentage"), 1);
      return;
    }
    for (const metric of mappingsIn(get(spec, "metrics"))) checkMetric(subject, metric);
    for (const key of ["scaleUp", "scaleDown"])
      checkScaling(subject, get(spec, "behavior", key), key);
  }),
};

/** Of the kinds of the core group, only a ReplicationController can be scaled. */
function checkVersion(subject: Subject, target: Field): void {
  const version = get(target, "apiVersion");
  const kind = word(get(target, "kind"));
  if (!isObject(target) || kind === undefined || kind === "ReplicationController") return;
  if (isSet(version) && word(version) === undefined) return;
  const given = word(version) ?? "";
  if (/^[^/]+\/[^/]+$/.test(given)) return;
  const what = given === "" ? "is missing" : `"${given}" has no group`;
  subject.report(
    version,
    `apiVersion ${what}; write the group and version of ${kind}, such as apps/v1`,
    { part: isSet(version) ? "value" : "key" },
  );
}

function checkReplicas(subject: Subject): void {
  const low = get(subject.spec, "minReplicas");
  const high = get(subject.spec, "maxReplicas");
  checkRange(subject, low, 0);
  checkRange(subject, high, 1);
  const least = number(low) ?? 1;
  const most = number(high);
  if (most !== undefined && most >= 1 && most < least)
    subject.report(high, `maxReplicas is ${most}, less than minReplicas, ${least}`);
  if (number(low) !== 0) return;
  const types = items(get(subject.spec, "metrics")).map((metric) => get(metric, "type"));
  const wakes = types.some(
    (type) => type.value === "Object" || type.value === "External" || word(type) === undefined,
  );
  if (!wakes)
    subject.report(
      low,
      "minReplicas 0 needs an Object or External metric: without Pods there is no other",
    );
}

function checkMetric(subject: Subject, metric: Field): void {
  const type = get(metric, "type");
  checkFilled(subject, type);
  checkChoice(subject, type, Object.keys(SOURCES));
  const source = Object.hasOwn(SOURCES, asText(type.value))
    ? SOURCES[asText(type.value)]
    : undefined;
  if (source === undefined) return;
  for (const { key } of Object.values(SOURCES)) {
    const extra = get(metric, key);
    if (key !== source.key && isSet(extra))
      subject.report(
        extra,
        `a metric of type ${asText(type.value)} has ${source.key}, not ${key}`,
        { part: "key" },
      );
  }
  const own = get(metric, source.key);
  if (!isSet(own)) {
    subject.report(type, `a metric of type ${asText(type.value)} needs ${source.key}`);
    return;
  }
  checkTarget(subject, get(own, "target"), source);
  checkFilled(subject, get(own, "name"), get(own, "metric", "name"), get(own, "container"));
  checkName(subject, get(own, "metric", "name"), segmentFault);
  checkName(subject, get(own, "container"), labelFault);
  const resource = word(get(own, "name"));
  if (source.key === "containerResource" && resource)
    checkResource(subject, resource, get(own, "name"), "value");
  const described = get(own, "describedObject");
  for (const key of ["kind", "name"]) {
    checkFilled(subject, get(described, key));
    checkName(subject, get(described, key), segmentFault);
  }
}

function checkTarget(subject: Subject, target: Field, { key, targets, both }: Source): void {
  if (!isObject(target)) return;
  checkFilled(subject, get(target, "type"));
  checkChoice(subject, get(target, "type"), ["Utilization", "Value", "AverageValue"]);
  const given = targets.map((name) => get(target, name)).filter(isSet);
  if (given.length === 0)
    subject.report(target, `the target of a ${key} metric needs ${targets.join(" or ")}`, {
      part: "key",
    });
  if (given.length > 1 && !both)
    subject.report(given[1]!, `${targets.join(" and ")} exclude each other; keep one of them`, {
      part: "key",
    });
  checkRange(subject, get(target, "averageUtilization"), 1);
  for (const name of ["value", "averageValue"]) {
    const amount = get(target, name);
    const size = quantity(amount);
    if (size !== undefined && size.units <= 0n)
      subject.report(
        amount,
        `${keyOf(amount)} is ${asText(amount.value)}; it must be more than zero`,
      );
  }
}

function checkScaling(subject: Subject, rules: Field, key: string): void {
  if (!isSet(rules)) return;
  checkRange(subject, get(rules, "stabilizationWindowSeconds"), 0, MAX_WINDOW);
  const tolerance = get(rules, "tolerance");
  if ((quantity(tolerance)?.units ?? 0n) < 0n)
    subject.report(tolerance, `tolerance is ${asText(tolerance.value)}; it must not be negative`);
  checkChoice(subject, get(rules, "selectPolicy"), ["Max", "Min", "Disabled"]);
  const policies = get(rules, "policies");
  if (Array.isArray(policies.value) && policies.value.length === 0)
    subject.report(policies, `${key} has no policy; leave policies out for the default`, {
      part: "key",
    });
  for (const policy of mappingsIn(policies)) {
    checkFilled(subject, get(policy, "type"));
    checkChoice(subject, get(policy, "type"), ["Pods", "Percent"]);
    checkRange(subject, get(policy, "value"), 1);
    checkRange(subject, get(policy, "periodSeconds"), 1, MAX_PERIOD);
  }
}
