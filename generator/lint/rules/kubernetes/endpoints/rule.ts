import { parseIp } from "../../../../core/ip.ts";
import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { labelFault, qualifiedNameFault, subdomainFault } from "../../../../schema/names.ts";

import { type Field, get, isBlank, isFilled } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { targetFault } from "../addresses.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkRange,
  checkUnique,
  mappingsIn,
  textsIn,
} from "../checks.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];
const MAX_ADDRESSES = 100;

/** Source: ValidateEndpoints of kubernetes pkg/apis/core/validation, ValidateEndpointSlice of pkg/apis/discovery/validation. */
export const rule: Rule = {
  name: "kubernetes/endpoints",
  severity: "error",
  summary: "Endpoints and EndpointSlices have addresses and ports that a Service can send to",
  scope: "file",
  check: checkEach(["Endpoints", "EndpointSlice.discovery.k8s.io"], (subject) => {
    const root: Field = { path: [], value: subject.resource.data };
    if (groupKindOf(subject.resource.id) === "Endpoints") {
      for (const subset of mappingsIn(get(root, "subsets"))) checkSubset(subject, subset);
    } else checkSlice(subject, root);
  }),
};

function checkSubset(subject: Subject, subset: Field): void {
  const lists = ["addresses", "notReadyAddresses"].map((key) => get(subset, key));
  if (!lists.some(isFilled))
    subject.report(subset, "the subset has no addresses; write addresses or notReadyAddresses");
  for (const address of lists.flatMap(mappingsIn)) {
    checkFilled(subject, get(address, "ip"));
    checkAddress(subject, get(address, "ip"));
    checkHost(subject, address);
  }
  const ports = mappingsIn(get(subset, "ports"));
  for (const port of ports) {
    checkPort(subject, port);
    checkRange(subject, get(port, "port"), 1, 65_535);
    if (ports.length > 1 && isBlank(get(port, "name")))
      subject.report(port, "one port of several needs a name");
  }
}

function checkSlice(subject: Subject, slice: Field): void {
  const type = get(slice, "addressType");
  checkFilled(subject, type);
  checkChoice(subject, type, ["IPv4", "IPv6", "FQDN"]);
  for (const endpoint of mappingsIn(get(slice, "endpoints"))) {
    const addresses = textsIn(get(endpoint, "addresses"));
    if (!isFilled(get(endpoint, "addresses")))
      subject.report(endpoint, "the endpoint has no addresses");
    if (addresses.length > MAX_ADDRESSES)
      subject.report(
        get(endpoint, "addresses"),
        `there are ${addresses.length} addresses; at most ${MAX_ADDRESSES} are allowed`,
        { part: "key" },
      );
    for (const address of addresses) {
      if (type.value === "FQDN") checkName(subject, address, domainFault);
      else checkAddress(subject, address, type.value);
    }
    checkFilled(subject, get(endpoint, "hostname"));
    checkHost(subject, endpoint);
  }
  const ports = mappingsIn(get(slice, "ports"));
  for (const port of ports) {
    checkFilled(subject, get(port, "protocol"));
    checkPort(subject, port);
  }
  const names = ports.map((port) => get(port, "name"));
  checkUnique(subject, names, "port");
  const [, second] = names.filter(isBlank);
  if (second) subject.report(second, "only one port may have no name", { part: "key" });
}

function checkPort(subject: Subject, port: Field): void {
  checkName(subject, get(port, "name"), labelFault);
  checkChoice(subject, get(port, "protocol"), PROTOCOLS);
  checkFilled(subject, get(port, "appProtocol"));
  checkName(subject, get(port, "appProtocol"), qualifiedNameFault);
}

function checkHost(subject: Subject, place: Field): void {
  checkName(subject, get(place, "hostname"), labelFault);
  checkFilled(subject, get(place, "nodeName"));
  checkName(subject, get(place, "nodeName"), subdomainFault);
}

function domainFault(text: string): string | undefined {
  const name = text.replace(/\.$/, "");
  return (
    subdomainFault(name) ?? (name.includes(".") ? undefined : "needs a domain, as in a.example.com")
  );
}

function checkAddress(subject: Subject, address: Field, type?: unknown): void {
  checkName(subject, address, (text) => endpointFault(text, type));
}

function endpointFault(text: string, type: unknown): string | undefined {
  const ip = parseIp(text);
  const family = ip?.length === 4 ? "IPv4" : "IPv6";
  if (ip !== undefined && (type === "IPv4" || type === "IPv6") && type !== family)
    return `is of ${family}, and addressType is ${type}`;
  return targetFault(text);
}
