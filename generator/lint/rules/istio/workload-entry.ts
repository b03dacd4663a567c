import { isAddress, isUnix } from "./addresses.ts";
import { get, isBlank, isSet, text, type Field } from "../field.ts";
import { checkDomain } from "./hosts.ts";
import { checkLabels } from "./label-checks.ts";
import type { Subject } from "../subject.ts";

/** Reports an address of a WorkloadEntry or endpoint that is neither an IP address nor, where it may be, a domain name. */
export function checkEndpointAddress(subject: Subject, address: Field, takesDomain: boolean): void {
  const value = text(address);
  if (value === undefined || isAddress(value)) return;
  if (!takesDomain) {
    subject.fail(
      address,
      `address "${value}" is not an IP address or unix:///path; for a name use resolution: DNS`,
    );
    return;
  }
  const problem = checkDomain(value);
  if (problem !== undefined)
    subject.fail(
      address,
      `address "${value}" is neither an IP address nor a domain name: ${problem}`,
    );
}

/** Reports a wrong address, and warns of one that is left out because a network's gateway stands for it. */
export function checkEndpoint(subject: Subject, endpoint: Field, takesDomain: boolean): void {
  const address = get(endpoint, "address");
  const value = text(address);
  if (isBlank(address)) {
    const network = get(endpoint, "network");
    if (!isBlank(network))
      subject.warn(
        network,
        "without an address, requests go to the network's gateway, and nothing checks that it is there",
        { part: "key" },
      );
    else if (isSet(address) || isSet(network))
      // where neither is written, the schema says so
      subject.fail(
        isSet(address) ? address : network,
        "an address is needed, or the network that has it",
      );
  } else if (value === undefined || !isUnix(value))
    checkEndpointAddress(subject, address, takesDomain); // sockets are the schema's
  checkLabels(subject, get(endpoint, "labels"), "label");
}
