import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, items, text } from "../../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { checkPortName } from "../ports.ts";
import { isProtocol, PROTOCOL_LIST } from "../protocols.ts";
import { checkEach } from "../../subject.ts";

/** Source: ValidateServiceEntry of istio/istio pkg/config/validation. That numbers and names differ is the schema's. */
export const rule: Rule = {
  name: "istio/service-entry-ports",
  severity: "error",
  summary: "The ports of a ServiceEntry have names that are DNS labels, and known protocols",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    for (const port of items(get(subject.spec, "ports"))) {
      checkPortName(subject, get(port, "name"));
      const protocol = get(port, "protocol");
      const word = text(protocol);
      if (!isSet(protocol) || word === undefined || word === "" || isProtocol(word)) continue;
      subject.fail(protocol, `protocol "${word}" is not known; use one of ${PROTOCOL_LIST}`);
    }
  }),
};
