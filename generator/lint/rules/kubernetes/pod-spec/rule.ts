import type { Rule } from "../../../../core/rule.ts";
import { labelFault, qualifiedNameFault, subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isBlank, isFilled, isSet, isTrue, items } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { addressFault } from "../addresses.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkRange,
  checkUnique,
  mappingsIn,
  textsIn,
  word,
} from "../checks.ts";
import { checkPods, type Pod } from "../pods.ts";
import { checkAnnotations, checkLabels } from "../selectors.ts";

const SUBDOMAINS = [
  "serviceAccountName",
  "nodeName",
  "priorityClassName",
  "runtimeClassName",
  "hostnameOverride",
];

const MAX_HOST_NAME = 64;

/** Workloads that keep their Pods running, so that these restart always. */
const LASTING = [
  "Deployment.apps",
  "ReplicaSet.apps",
  "StatefulSet.apps",
  "DaemonSet.apps",
  "ReplicationController",
];

/** Source: ValidatePodSpec of kubernetes pkg/apis/core/validation, and what pkg/apis/apps and batch add for their templates. */
export const rule: Rule = {
  name: "kubernetes/pod-spec",
  severity: "error",
  summary: "The settings of a Pod are known ones that fit its workload",
  scope: "file",
  check: checkPods((pod) => {
    checkRestart(pod);
    checkNames(pod);
    if (pod.kind !== "Pod") {
      checkLabels(pod.subject, get(pod.metadata, "labels"));
      checkAnnotations(pod.subject, get(pod.metadata, "annotations"));
    }
    checkDns(pod.subject, pod.spec);
    const ephemeral = get(pod.spec, "ephemeralContainers");
    if (isFilled(ephemeral))
      pod.subject.report(
        ephemeral,
        "ephemeralContainers are added to running Pods, by kubectl debug",
        {
          part: "key",
        },
      );
    const { spec, subject } = pod;
    checkRange(subject, get(spec, "activeDeadlineSeconds"), 1, 2_147_483_647);
    if (get(spec, "hostPID").value === true && get(spec, "shareProcessNamespace").value === true)
      subject.report(
        get(spec, "shareProcessNamespace"),
        "shareProcessNamespace and hostPID exclude each other; keep one of them",
      );
    checkChoice(subject, get(spec, "os", "name"), ["linux", "windows"]);
    checkHost(subject, spec);
    for (const alias of mappingsIn(get(spec, "hostAliases"))) {
      checkFilled(subject, get(alias, "ip"));
      checkName(subject, get(alias, "ip"), addressFault);
      for (const host of textsIn(get(alias, "hostnames"))) checkName(subject, host, subdomainFault);
    }
  }),
};

function checkRestart({ kind, spec, subject }: Pod): void {
  const policy = get(spec, "restartPolicy");
  const given = word(policy) || "Always";
  const deadline = get(spec, "activeDeadlineSeconds");
  if (LASTING.includes(kind)) {
    if (isSet(deadline))
      subject.report(
        deadline,
        `the Pods of a ${kind.replace(/\..*/, "")} run for good; activeDeadlineSeconds is for Jobs and Pods`,
        { part: "key" },
      );
    if (given !== "Always" && (!isSet(policy) || word(policy) !== undefined))
      subject.report(
        policy,
        `restartPolicy "${given}" is not supported; the Pods of a ${kind.replace(/\..*/, "")} restart "Always"`,
      );
    return;
  }
  const job = kind === "Job.batch" || kind === "CronJob.batch";
  if (!job) return checkChoice(subject, policy, ["Always", "OnFailure", "Never"]);
  if (isSet(policy) && word(policy) === undefined) return;
  if (!["OnFailure", "Never"].includes(given))
    subject.report(
      isSet(policy) ? policy : spec,
      `restartPolicy ${isSet(policy) ? `"${given}"` : "is not set, so it"} ${isSet(policy) ? "does not fit a Job; it" : 'is "Always", which does not fit a Job; it'} must be "OnFailure" or "Never"`,
      isSet(policy) ? {} : { part: "key" },
    );
}

function checkNames({ kind, spec, subject }: Pod): void {
  for (const key of SUBDOMAINS) checkName(subject, get(spec, key), subdomainFault);
  // The older name of the field counts where the other is not set.
  if (isBlank(get(spec, "serviceAccountName")))
    checkName(subject, get(spec, "serviceAccount"), subdomainFault);
  checkFilled(
    subject,
    get(spec, "runtimeClassName"),
    get(spec, "os", "name"),
    get(spec, "hostnameOverride"),
  );
  // The controller of a StatefulSet writes its own host names.
  if (kind !== "StatefulSet.apps")
    for (const key of ["hostname", "subdomain"]) checkName(subject, get(spec, key), labelFault);
  checkChoice(subject, get(spec, "preemptionPolicy"), ["PreemptLowerPriority", "Never"]);
  for (const gate of items(get(spec, "readinessGates")))
    checkQualified(subject, get(gate, "conditionType"));
  const gates = items(get(spec, "schedulingGates")).map((gate) => get(gate, "name"));
  for (const gate of gates) checkQualified(subject, gate);
  checkUnique(subject, gates, "scheduling gate");
}

/** What a Pod shares with its node. */
function checkHost(subject: Subject, spec: Field): void {
  const name = get(spec, "hostnameOverride");
  const length = word(name)?.length ?? 0;
  if (length > MAX_HOST_NAME)
    subject.report(
      name,
      `hostnameOverride has ${length} characters; at most ${MAX_HOST_NAME} are allowed`,
    );
  for (const key of ["hostNetwork", "setHostnameAsFQDN"])
    if (isSet(name) && isTrue(get(spec, key)))
      subject.report(name, `hostnameOverride and ${key} exclude each other`, { part: "key" });
  const users = get(spec, "hostUsers");
  if (users.value !== false) return;
  for (const key of ["hostNetwork", "hostPID", "hostIPC"])
    if (isTrue(get(spec, key))) subject.report(get(spec, key), `${key} needs hostUsers: true`);
}

function checkQualified(subject: Subject, name: Field): void {
  checkFilled(subject, name);
  checkName(subject, name, qualifiedNameFault);
}

function checkDns(subject: Subject, spec: Field): void {
  const policy = get(spec, "dnsPolicy");
  checkChoice(subject, policy, ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]);
  const config = get(spec, "dnsConfig");
  const servers = textsIn(get(config, "nameservers"));
  if (policy.value === "None" && servers.length === 0)
    subject.report(
      policy,
      "dnsPolicy None needs dnsConfig.nameservers: there is nothing to ask otherwise",
    );
  if (servers.length > 3)
    subject.report(
      get(config, "nameservers"),
      `there are ${servers.length} nameservers; at most 3 are allowed`,
      { part: "key" },
    );
  for (const server of servers) checkName(subject, server, addressFault);
  const searches = textsIn(get(config, "searches"));
  if (searches.length > 32)
    subject.report(
      get(config, "searches"),
      `there are ${searches.length} search domains; at most 32 are allowed`,
      { part: "key" },
    );
  for (const search of searches) {
    if (search.value !== ".")
      checkName(subject, search, (name) =>
        subdomainFault(
          name
            .replace(/\.$/, "")
            .replaceAll("_", "-")
            .replaceAll(/(^|\.)-|-(\.|$)/g, "$1a$2"),
        ),
      );
  }
  for (const option of mappingsIn(get(config, "options"))) {
    const name = get(option, "name");
    if (!isSet(name) || name.value === "")
      subject.report(option, "an option of dnsConfig needs a name");
  }
}
