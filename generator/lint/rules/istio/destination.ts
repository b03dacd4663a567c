import { get, isSet, text, type Field } from "../field.ts";
import { checkWildcardDomain, isLabel } from "./hosts.ts";
import { checkPortNumber } from "./ports.ts";
import type { Subject } from "../subject.ts";

/** Reports what is wrong with a Destination: its host, subset and port. */
export function checkDestination(subject: Subject, destination: Field): void {
  if (!isSet(destination)) return;
  const host = get(destination, "host");
  const name = text(host);
  if (name === "*")
    subject.fail(host, `destination host "*" names no service; write the host of one`);
  else if (name !== undefined) {
    const problem = checkWildcardDomain(name);
    if (problem !== undefined)
      subject.fail(host, `destination host "${name}" is not a domain name: ${problem}`);
  }
  const subset = get(destination, "subset");
  const subsetName = text(subset);
  if (subsetName !== undefined && subsetName !== "" && !isLabel(subsetName)) {
    subject.fail(
      subset,
      `subset "${subsetName}" is not a DNS label: letters, digits and inner dashes, at most 63`,
    );
  }
  const port = get(destination, "port");
  if (!isSet(port)) return;
  const portNumber = get(port, "number");
  if (isSet(portNumber)) checkPortNumber(subject, portNumber);
  else
    subject.fail(
      port,
      "the destination's port has no number; write one between 1 and 65535, or leave port out",
    );
}
