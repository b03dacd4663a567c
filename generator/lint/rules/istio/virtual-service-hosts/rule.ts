import type { Rule } from "../../../../core/rule.ts";
import { isAddress } from "../addresses.ts";
import { get, isFilled, items, texts, type Field } from "../../field.ts";
import { checkGatewayDomain, checkWildcardDomain, overlaps } from "../hosts.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { isForGateways } from "../virtual-service.ts";

/** Source: ValidateVirtualService of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-hosts",
  severity: "error",
  summary: "The hosts of a VirtualService are domain names that do not cover each other",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const hosts = texts(get(subject.spec, "hosts"));
    const right = hosts.map(({ value, field }) => checkHost(subject, value, field));
    if (right.every(Boolean)) checkOverlaps(subject, hosts);
  }),
};

function checkHost(subject: Subject, host: string, field: Field): boolean {
  const forGateways = isForGateways(subject.spec);
  const problem = forGateways
    ? checkGatewayDomain(host, hasSniHosts(subject.spec))
    : checkWildcardDomain(host);
  if (problem !== undefined) {
    if (isAddress(host)) return true;
    subject.fail(field, `host "${host}" is not a domain name: ${problem}`);
    return false;
  }
  if (host !== "*" || forGateways) return true;
  subject.fail(
    field,
    `host "*" cannot be used inside the mesh; name the hosts, or list gateways without "mesh"`,
  );
  return false;
}

function hasSniHosts(spec: Field): boolean {
  return items(get(spec, "tls")).some((route) =>
    items(get(route, "match")).some((match) => isFilled(get(match, "sniHosts"))),
  );
}

function checkOverlaps(subject: Subject, hosts: readonly { value: string; field: Field }[]): void {
  for (const [index, { value, field }] of hosts.entries()) {
    const first = hosts.slice(0, index).find((earlier) => overlaps(earlier.value, value));
    if (first === undefined) continue;
    const message =
      first.value === value
        ? `host "${value}" is listed twice`
        : `hosts "${value}" and "${first.value}" cover the same names`;
    subject.fail(field, `${message}; keep one of them`);
  }
}
