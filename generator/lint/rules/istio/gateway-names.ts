import { texts, type Field } from "./field.ts";
import { checkDomain, isLabel } from "./hosts.ts";
import type { Subject } from "./subject.ts";

/**
 * Reports gateway references that are neither `name`, `namespace/name` nor `mesh`, and warns of the old form `name.namespace.svc...`.
 * As upstream does, it stops at the first one without a slash.
 */
export function checkGatewayNames(subject: Subject, gateways: Field): void {
  for (const { value, field } of texts(gateways)) {
    const slash = value.indexOf("/");
    if (slash < 0) {
      checkPlainName(subject, field, value);
      return;
    }
    const namespace = value.slice(0, slash);
    const name = value.slice(slash + 1);
    if (isLabel(namespace) && isLabel(name)) continue;
    const wrong = isLabel(namespace) ? `name "${name}"` : `namespace "${namespace}"`;
    subject.fail(
      field,
      `gateway "${value}" should read <namespace>/<name>, and ${wrong} is not a DNS label`,
    );
  }
}

function checkPlainName(subject: Subject, field: Field, value: string): void {
  const problem = checkDomain(value);
  if (problem !== undefined) {
    subject.fail(field, `gateway "${value}" is neither <name> nor <namespace>/<name>: ${problem}`);
    return;
  }
  const [name, namespace] = value.split(".");
  if (namespace === undefined) return;
  subject.warn(field, `gateway "${value}" uses the old domain form; write "${namespace}/${name}"`);
}
