import type { Rule } from "../../../../core/rule.ts";
import { isAddress } from "../addresses.ts";
import { get, isFilled, items, texts, type Field } from "../../field.ts";
import { checkGatewayDomain, checkWildcardDomain, isWithin } from "../hosts.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { isForGateways } from "../virtual-service.ts";

/** Source: validateTLSMatch and validateSniHost of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-sni-hosts",
  severity: "error",
  summary: "The SNI hosts of a tls route belong to the hosts of their VirtualService",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of items(get(subject.spec, "tls"))) {
      for (const match of items(get(route, "match"))) {
        const hosts = get(match, "sniHosts");
        if (Array.isArray(hosts.value) && !isFilled(hosts))
          subject.fail(hosts, "a tls match needs at least one SNI host");
        for (const { value, field } of texts(hosts)) checkSniHost(subject, value, field);
      }
    }
  }),
};

function checkSniHost(subject: Subject, host: string, field: Field): void {
  const problem = isForGateways(subject.spec)
    ? checkGatewayDomain(host, true)
    : checkWildcardDomain(host);
  if (problem !== undefined && isAddress(host)) {
    subject.warn(
      field,
      `SNI host "${host}" is an IP address, which the SNI standard forbids and most clients do not send`,
    );
    return;
  }
  if (problem !== undefined) {
    subject.fail(field, `SNI host "${host}" is not a domain name: ${problem}`);
    return;
  }
  const hosts = texts(get(subject.spec, "hosts"));
  if (
    hosts.length < items(get(subject.spec, "hosts")).length ||
    hosts.some(({ value }) => isWithin(host, value))
  )
    return;
  subject.fail(
    field,
    `SNI host "${host}" belongs to none of the VirtualService's hosts (${hosts.map(({ value }) => value).join(", ")})`,
  );
}
