import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { parseIp } from "../../../../core/ip.ts";
import { qualifiedNameFault, subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isBlank, isFilled, isSet } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { addressFault, rangeFault, targetFault } from "../addresses.ts";
import { checkChoice, checkName, checkRange, checkUnique, textsIn, word } from "../checks.ts";

const MAX_AFFINITY_SECONDS = 86_400;
const SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** Source: validateService of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/service-type",
  severity: "error",
  summary: "The settings of a Service fit its type",
  scope: "file",
  check: checkEach(["Service"], (subject) => {
    const type = get(subject.spec, "type");
    checkChoice(subject, type, ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]);
    if (isSet(type) && word(type) === undefined) return;
    checkType(subject, word(type) || "ClusterIP");
    checkAffinity(subject);
    checkChoice(subject, get(subject.spec, "internalTrafficPolicy"), ["Cluster", "Local"]);
    checkChoice(subject, get(subject.spec, "trafficDistribution"), [
      "PreferClose",
      "PreferSameZone",
      "PreferSameNode",
    ]);
    for (const address of textsIn(get(subject.spec, "externalIPs")))
      checkName(subject, address, targetFault);
    checkName(subject, get(subject.spec, "loadBalancerClass"), qualifiedNameFault);
  }),
};

function checkType(subject: Subject, type: string): void {
  const { spec } = subject;
  if (type === "ExternalName") checkExternalName(subject);
  else checkAddresses(subject);
  const headless = get(spec, "clusterIP");
  if ((type === "LoadBalancer" || type === "NodePort") && headless.value === "None")
    subject.report(
      headless,
      `a Service of type ${type} cannot be headless; remove clusterIP: None`,
    );
  const policy = get(spec, "externalTrafficPolicy");
  const external =
    type === "LoadBalancer" ||
    type === "NodePort" ||
    (type === "ClusterIP" && isFilled(get(spec, "externalIPs")));
  if (external) checkChoice(subject, policy, ["Cluster", "Local"]);
  else if (!isBlank(policy))
    subject.report(
      policy,
      `externalTrafficPolicy is for Services that are reached from outside, not for type ${type}`,
      { part: "key" },
    );
  const health = get(spec, "healthCheckNodePort");
  const checked = type === "LoadBalancer" && policy.value === "Local";
  if (isSet(health) && health.value !== 0 && !checked)
    subject.report(
      health,
      "healthCheckNodePort needs type: LoadBalancer and externalTrafficPolicy: Local",
      { part: "key" },
    );
  if (checked && health.value !== 0) checkRange(subject, health, 1, 65_535);
  checkBalancer(subject, type === "LoadBalancer");
}

function checkBalancer(subject: Subject, balancer: boolean): void {
  const ranges = get(subject.spec, "loadBalancerSourceRanges");
  const annotation = get(subject.metadata, "annotations", SOURCE_RANGES);
  const listed = textsIn(ranges);
  const extras = [
    ...(listed.length > 0 ? [ranges] : isSet(annotation) ? [annotation] : []),
    get(subject.spec, "allocateLoadBalancerNodePorts"),
    get(subject.spec, "loadBalancerClass"),
  ];
  for (const extra of extras.filter(isSet)) {
    if (!balancer)
      subject.report(extra, `${asText(extra.path.at(-1))} needs type: LoadBalancer`, {
        part: "key",
      });
  }
  for (const range of listed) checkName(subject, range, (text) => rangeFault(text.trim()));
  if (listed.length > 0) return;
  for (const range of (word(annotation) ?? "").split(",").map((text) => text.trim())) {
    const fault = (word(annotation) ?? "").trim() === "" ? undefined : rangeFault(range);
    if (fault !== undefined) subject.report(annotation, `"${range}" ${fault}`);
  }
}

function checkExternalName(subject: Subject): void {
  const name = get(subject.spec, "externalName");
  if (isBlank(name))
    subject.report(
      name,
      "a Service of type ExternalName needs externalName, the DNS name that it stands for",
      { part: "key" },
    );
  checkName(subject, name, (text) => subdomainFault(text.replace(/\.$/, "")));
  for (const key of ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]) {
    const extra = get(subject.spec, key);
    if (!isBlank(extra) && (!Array.isArray(extra.value) || extra.value.length > 0))
      subject.report(extra, `a Service of type ExternalName has no ${key}`, { part: "key" });
  }
}

function checkAddresses(subject: Subject): void {
  const { spec } = subject;
  const single = get(spec, "clusterIP");
  const list = get(spec, "clusterIPs");
  const all = textsIn(list);
  for (const address of all.length > 0 ? all : [single]) {
    if (address.value !== "None") checkName(subject, address, addressFault);
    else if (all.length > 1) subject.report(address, "None must be the only one of the clusterIPs");
  }
  const first = word(all[0] ?? list);
  if (
    all.length > 0 &&
    isSet(single) &&
    word(single) !== undefined &&
    first !== undefined &&
    first !== single.value
  )
    subject.report(
      single,
      `clusterIP "${asText(single.value)}" must be the first of the clusterIPs, "${first}"`,
    );
  if (all.length > 0 && isBlank(single))
    subject.report(list, "clusterIPs needs clusterIP, which is its first", { part: "key" });
  if (
    all.length === 2 &&
    familyOf(all[0]!) === familyOf(all[1]!) &&
    familyOf(all[0]!) !== undefined
  )
    subject.report(
      all[1]!,
      "clusterIPs has one address of each family; this is another of the same",
    );
  if (all.length > 2)
    subject.report(list, "clusterIPs has at most 2 addresses, one of each family", { part: "key" });
  const families = textsIn(get(spec, "ipFamilies"));
  for (const family of families) checkChoice(subject, family, ["IPv4", "IPv6"]);
  checkUnique(subject, families, "family");
  const policy = get(spec, "ipFamilyPolicy");
  checkChoice(subject, policy, ["SingleStack", "PreferDualStack", "RequireDualStack"]);
  if (policy.value === "SingleStack" && families.length > 1)
    subject.report(
      policy,
      "ipFamilyPolicy SingleStack has one family; write PreferDualStack for two",
    );
}

function checkAffinity(subject: Subject): void {
  const affinity = get(subject.spec, "sessionAffinity");
  const config = get(subject.spec, "sessionAffinityConfig");
  checkChoice(subject, affinity, ["None", "ClientIP"]);
  if (affinity.value === "ClientIP")
    checkRange(subject, get(config, "clientIP", "timeoutSeconds"), 1, MAX_AFFINITY_SECONDS);
}

function familyOf(field: Field): 4 | 6 | undefined {
  const ip = parseIp(word(field) ?? "");
  return ip === undefined ? undefined : ip.length === 4 ? 4 : 6;
}
