import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { labelFault, qualifiedNameFault } from "../../../../schema/names.ts";
import { type Field, get, isBlank, isSet, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkPort,
  checkRange,
  checkUnique,
  mappingsIn,
  word,
} from "../checks.ts";

/** Source: validateServicePort and validateService of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/service-ports",
  severity: "error",
  summary: "The ports of a Service are valid, named and different",
  scope: "file",
  check: checkEach(["Service"], (subject) => {
    const list = get(subject.spec, "ports");
    const ports = mappingsIn(list);
    const type = get(subject.spec, "type");
    for (const port of ports) checkServicePort(subject, port, ports.length > 1);
    checkUnique(
      subject,
      ports.map((port) => get(port, "name")),
      "port",
    );
    checkNumbers(subject, ports, "port");
    checkNumbers(subject, ports, "nodePort");
    if (isBlank(type) || type.value === "ClusterIP") checkNoNodePorts(subject, ports);
    const portless = type.value === "ExternalName" || isHeadless(subject.spec);
    if (!portless && isEmpty(list) && word(type) === type.value)
      subject.report(
        list,
        "a Service needs a port, unless it is headless or of type ExternalName",
        { part: "key" },
      );
  }),
};

function checkServicePort(subject: Subject, port: Field, several: boolean): void {
  const name = get(port, "name");
  if (several && isBlank(name))
    subject.report(
      port,
      `${number(get(port, "port")) === undefined ? "this port" : `port ${number(get(port, "port"))}`} needs a name, as there are several ports`,
    );
  checkName(subject, name, labelFault);
  checkRange(subject, get(port, "port"), 1, 65_535);
  checkChoice(subject, get(port, "protocol"), ["TCP", "UDP", "SCTP"]);
  // Zero and the empty text stand for the port itself.
  const target = get(port, "targetPort");
  if (number(target) !== 0 && target.value !== "") checkPort(subject, target);
  checkFilled(subject, get(port, "appProtocol"));
  checkName(subject, get(port, "appProtocol"), qualifiedNameFault);
}

function checkNumbers(subject: Subject, ports: readonly Field[], key: "port" | "nodePort"): void {
  const seen = new Set<string>();
  for (const port of ports) {
    const field = get(port, key);
    if (!number(field)) continue;
    const protocol = asText(get(port, "protocol").value ?? "TCP");
    const pair = `${number(field)}/${protocol}`;
    if (seen.has(pair))
      subject.report(
        field,
        `another port has ${key} ${number(field)} and protocol ${protocol} already`,
      );
    seen.add(pair);
  }
}

function checkNoNodePorts(subject: Subject, ports: readonly Field[]): void {
  for (const port of ports) {
    const field = get(port, "nodePort");
    if (number(field))
      subject.report(field, "nodePort needs type: NodePort or LoadBalancer", { part: "key" });
  }
}

function isHeadless(spec: Field): boolean {
  return get(spec, "clusterIP").value === "None" || get(spec, "clusterIPs", 0).value === "None";
}

function isEmpty(list: Field): boolean {
  return !isSet(list) || (Array.isArray(list.value) && list.value.length === 0);
}
