import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { labelFault } from "../../../../schema/names.ts";
import { type Field, get, isSet, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkChoice, checkName, checkRange, word } from "../checks.ts";
import { checkShare, isZero } from "../shares.ts";

const STRATEGIES: Readonly<Record<string, { key: string; types: readonly string[] }>> = {
  "Deployment.apps": { key: "strategy", types: ["Recreate", "RollingUpdate"] },
  "StatefulSet.apps": { key: "updateStrategy", types: ["RollingUpdate", "OnDelete"] },
  "DaemonSet.apps": { key: "updateStrategy", types: ["RollingUpdate", "OnDelete"] },
};

/** Source: kubernetes pkg/apis/apps/validation. */
export const rule: Rule = {
  name: "kubernetes/rollout-strategy",
  severity: "error",
  summary: "Replicas, deadlines and the update strategy of a workload are valid",
  scope: "file",
  check: checkEach(
    [
      "Deployment.apps",
      "ReplicaSet.apps",
      "StatefulSet.apps",
      "DaemonSet.apps",
      "ReplicationController",
    ],
    (subject) => {
      const { spec } = subject;
      const kind = groupKindOf(subject.resource.id);
      for (const key of ["replicas", "minReadySeconds", "progressDeadlineSeconds"])
        checkRange(subject, get(spec, key), 0);
      if (kind !== "StatefulSet.apps") checkRange(subject, get(spec, "revisionHistoryLimit"), 0);
      const strategy = STRATEGIES[kind];
      if (strategy) checkStrategy(subject, get(spec, strategy.key), kind, strategy.types);
      if (kind === "Deployment.apps") checkDeadline(subject);
      if (kind === "StatefulSet.apps") checkStatefulSet(subject);
    },
  ),
};

function checkStrategy(
  subject: Subject,
  strategy: Field,
  kind: string,
  types: readonly string[],
): void {
  const type = get(strategy, "type");
  const rolling = get(strategy, "rollingUpdate");
  checkChoice(subject, type, types);
  const name = word(type) || "RollingUpdate";
  const forbidden =
    kind === "DaemonSet.apps" ? false : name !== "RollingUpdate" && types.includes(name);
  if (forbidden && isSet(rolling)) {
    subject.report(rolling, `rollingUpdate is for type RollingUpdate, not "${name}"`, {
      part: "key",
    });
    return;
  }
  if (!isSet(rolling) || name !== "RollingUpdate" || (isSet(type) && word(type) === undefined))
    return;
  const unavailable = get(rolling, "maxUnavailable");
  const surge = get(rolling, "maxSurge");
  checkShare(subject, unavailable, 100);
  checkRange(subject, get(rolling, "partition"), 0);
  if (kind === "StatefulSet.apps") {
    if (isZero(unavailable)) subject.report(unavailable, "maxUnavailable must not be 0");
    return;
  }
  checkShare(subject, surge, kind === "DaemonSet.apps" ? 100 : undefined);
  const standing = isZero(unavailable) && isZero(surge);
  if (standing || (kind === "DaemonSet.apps" && isZero(unavailable) && !isSet(surge)))
    subject.report(
      unavailable,
      "maxUnavailable and maxSurge are both 0, so nothing could be replaced",
    );
  if (
    kind === "DaemonSet.apps" &&
    isSet(surge) &&
    (number(surge) ?? 1) > 0 &&
    !isZero(surge) &&
    !isZero(unavailable)
  )
    subject.report(surge, "a DaemonSet has maxSurge or maxUnavailable; set maxUnavailable to 0");
}

function checkDeadline(subject: Subject): void {
  const deadline = get(subject.spec, "progressDeadlineSeconds");
  const ready = number(get(subject.spec, "minReadySeconds")) ?? 0;
  const seconds = number(deadline) ?? 600;
  if (seconds <= ready)
    subject.report(
      isSet(deadline) ? deadline : get(subject.spec, "minReadySeconds"),
      `progressDeadlineSeconds, ${seconds}, must be more than minReadySeconds, ${ready}`,
    );
}

function checkStatefulSet(subject: Subject): void {
  checkChoice(subject, get(subject.spec, "podManagementPolicy"), ["OrderedReady", "Parallel"]);
  for (const key of ["whenDeleted", "whenScaled"])
    checkChoice(subject, get(subject.spec, "persistentVolumeClaimRetentionPolicy", key), [
      "Retain",
      "Delete",
    ]);
  checkRange(subject, get(subject.spec, "ordinals", "start"), 0);
  checkName(subject, get(subject.spec, "serviceName"), labelFault);
}
