import { isSet, number, text, type Field } from "../field.ts";
import { isLabel } from "./hosts.ts";
import type { Subject } from "../subject.ts";

/** Reports a port number outside of 1 to 65535; an absent one is the caller's business. */
export function checkPortNumber(subject: Subject, port: Field): void {
  const value = number(port);
  if (value === undefined || (value >= 1 && value <= 65535)) return;
  subject.fail(port, `port ${value} is not between 1 and 65535`);
}

/** Reports a port number outside of 1 to 65535 where 0 or nothing means any port. */
export function checkOptionalPort(subject: Subject, port: Field): void {
  if (isSet(port) && number(port) !== 0) checkPortNumber(subject, port);
}

/** Reports a port name that is no DNS label. */
export function checkPortName(subject: Subject, name: Field): void {
  const value = text(name);
  if (value === undefined || isLabel(value)) return;
  subject.fail(
    name,
    `port name "${value}" is not a DNS label: letters, digits and inner dashes, at most 63`,
  );
}
