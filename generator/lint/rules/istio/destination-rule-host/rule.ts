import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, text } from "../../field.ts";
import { checkWildcardDomain } from "../hosts.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: ValidateDestinationRule of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/destination-rule-host",
  severity: "error",
  summary:
    "The host of a DestinationRule is a domain name, with a wildcard only as the first label",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    // Of a spec that is there the schema asks for the host
    if (!isSet(subject.spec))
      subject.fail(subject.spec, "a DestinationRule needs a spec with the host that it is for");
    const host = get(subject.spec, "host");
    const name = text(host);
    const problem = name === undefined ? undefined : checkWildcardDomain(name);
    if (problem !== undefined)
      subject.fail(host, `host "${name}" is not a domain name: ${problem}`);
  }),
};
