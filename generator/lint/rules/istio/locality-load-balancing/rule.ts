import type { Rule } from "../../../../core/rule.ts";
import {
  entries,
  get,
  hasAny,
  isBlank,
  isFilled,
  isSet,
  items,
  number,
  text,
  texts,
  type Field,
} from "../../field.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { findLocalityProblem } from "../localities.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { everyPolicy } from "../traffic-policy.ts";

const TOPOLOGY = new Set([
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
  "topology.istio.io/subzone",
]);

/** Source: ValidateLocalityLbSetting and ValidateZoneAwareLbSetting of istio/istio pkg/config/validation/agent. */
export const rule: Rule = {
  name: "istio/locality-load-balancing",
  severity: "error",
  summary:
    "Locality settings distribute 100 percent, fail over between regions, and have outlier detection to notice failures",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    for (const policy of everyPolicy(subject.spec)) {
      const locality = get(policy, "loadBalancer", "localityLbSetting");
      const zoneAware = get(policy, "loadBalancer", "zoneAwareLbSetting");
      checkLocality(subject, locality);
      checkPriorities(subject, zoneAware, "zoneAwareLbSetting already orders regions and zones");
      for (const setting of [locality, zoneAware]) {
        if (contradicts(setting)) continue;
        checkFailover(subject, setting, hasAny(policy, "outlierDetection"));
      }
    }
  }),
};

function contradicts(setting: Field): boolean {
  return isFilled(get(setting, "distribute")) && isFilled(get(setting, "failover"));
}

function checkLocality(subject: Subject, setting: Field): void {
  if (contradicts(setting)) {
    subject.fail(get(setting, "failover"), "failover and distribute exclude each other; keep one", {
      part: "key",
    });
    return;
  }
  if (isFilled(get(setting, "failover")))
    checkPriorities(subject, setting, "failover already orders regions");
  const distributes = items(get(setting, "distribute"));
  for (const distribute of distributes) checkShares(subject, get(distribute, "to"));
  const sources = distributes.map((distribute) => get(distribute, "from"));
  const named = sources.flatMap((field) => {
    const name = isBlank(field) ? "" : text(field);
    return name === undefined ? [] : [{ name, field }];
  });
  const problem = findLocalityProblem(named);
  if (problem !== undefined) subject.fail(problem.field, problem.message);
}

function checkShares(subject: Subject, to: Field): void {
  const shares = entries(to);
  const numbers = shares.map(({ field }) => number(field));
  if (numbers.some((share) => share === undefined)) return;
  for (const [index, share] of numbers.entries()) {
    const outside = share === 0 || share! > 100; // below zero is the schema's
    if (outside) subject.fail(shares[index]!.field, `share ${share} is not between 1 and 100`);
  }
  const total = numbers.reduce<number>((sum, share) => sum + share!, 0);
  if (total !== 100) subject.fail(to, `the shares sum up to ${total}, not to 100`, { part: "key" });
  const problem = findLocalityProblem(shares.map(({ key, field }) => ({ name: key, field })));
  if (problem !== undefined) subject.fail(problem.field, problem.message, { part: "key" });
}

function checkPriorities(subject: Subject, setting: Field, reason: string): void {
  for (const { value, field } of texts(get(setting, "failoverPriority"))) {
    if (TOPOLOGY.has(value))
      subject.fail(field, `failoverPriority cannot name "${value}": ${reason}`);
  }
}

function checkFailover(subject: Subject, setting: Field, detects: boolean): void {
  const failovers = get(setting, "failover");
  const wanting = [failovers, get(setting, "failoverPriority")].find(isFilled);
  if (wanting !== undefined && !detects) {
    subject.warn(
      wanting,
      `${wanting.path.at(-1)} has no effect without outlierDetection, which notices that endpoints fail`,
      { part: "key" },
    );
  }
  for (const failover of items(failovers)) {
    const [from, to] = [get(failover, "from"), get(failover, "to")];
    if (
      (text(from) ?? "") === (text(to) ?? "") &&
      (isSet(from) ? text(from) !== undefined : true)
    ) {
      subject.fail(
        failover,
        `failover goes from "${text(from) ?? ""}" to the same region; name two different ones`,
      );
    }
    for (const region of [from, to]) {
      const name = text(region) ?? "";
      if (name.includes("/"))
        subject.fail(region, `failover is between regions; "${name}" names a zone`);
      if (name.includes("*")) subject.fail(region, `region "${name}" cannot have a wildcard`);
    }
  }
}
