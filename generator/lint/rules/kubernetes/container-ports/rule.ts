import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, items, number } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkChoice, checkName, checkRange, checkUnique, portNameFault } from "../checks.ts";
import { checkPods, containersIn, type Pod } from "../pods.ts";

/** Source: validateContainerPorts, checkHostPortConflicts and validatePodHostNetworkDeps of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/container-ports",
  severity: "error",
  summary: "The ports of a container have valid numbers and names of their own",
  scope: "file",
  check: checkPods((pod) => {
    const used = new Set<string>();
    for (const { field, list } of containersIn(pod.spec)) {
      const ports = items(get(field, "ports"));
      for (const port of ports) checkPort(pod.subject, port);
      checkUnique(
        pod.subject,
        ports.map((port) => get(port, "name")),
        "port",
      );
      warnOfRepeats(pod.subject, ports);
      // Init containers run one after the other, so only ports of one of them can collide.
      checkHostPorts(pod.subject, ports, list === "initContainers" ? new Set() : used);
      if (list === "containers" && get(pod.spec, "hostNetwork").value === true)
        checkHostNetwork(pod, ports);
    }
  }),
};

function checkPort(subject: Subject, port: Field): void {
  checkRange(subject, get(port, "containerPort"), 1, 65_535);
  const host = get(port, "hostPort");
  if (number(host) !== 0) checkRange(subject, host, 1, 65_535);
  checkChoice(subject, get(port, "protocol"), ["TCP", "UDP", "SCTP"]);
  checkName(subject, get(port, "name"), portNameFault);
}

/** The API server takes a port twice on create; server-side apply, as Flux uses it, does not. */
function warnOfRepeats(subject: Subject, ports: readonly Field[]): void {
  const seen = new Set<string>();
  for (const port of ports) {
    const field = get(port, "containerPort");
    const key = `${number(field)}/${asText(get(port, "protocol").value ?? "TCP")}`;
    if (number(field) !== undefined && seen.has(key))
      subject.warn(
        field,
        `port ${key} stands here twice; server-side apply, as Flux uses it, refuses that`,
      );
    seen.add(key);
  }
}

function checkHostPorts(subject: Subject, ports: readonly Field[], used: Set<string>): void {
  for (const port of ports) {
    const host = get(port, "hostPort");
    if (!number(host)) continue;
    const protocol = get(port, "protocol").value ?? "TCP";
    const key = `${asText(protocol)}/${asText(get(port, "hostIP").value ?? "")}/${number(host)}`;
    if (used.has(key))
      subject.report(host, `another port of this Pod has hostPort ${number(host)} already`);
    used.add(key);
  }
}

/** On the host's network the port of the host is the port of the container; workloads may leave it out. */
function checkHostNetwork({ subject }: Pod, ports: readonly Field[]): void {
  for (const port of ports) {
    const host = get(port, "hostPort");
    const own = number(get(port, "containerPort"));
    const given = number(host);
    if (given === undefined || given <= 0 || own === undefined || given === own) continue;
    subject.report(
      host,
      `hostPort ${given} differs from containerPort ${own}, which it must equal with hostNetwork: true`,
    );
  }
}
