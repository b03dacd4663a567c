import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, items, text } from "../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { checkPortName } from "../ports.ts";
import { isProtocol, PROTOCOL_LIST } from "../protocols.ts";
import { checkEach } from "../subject.ts";

/** Source: ValidateServiceEntry of istio/istio pkg/config/validation. Numbers are the schema's. */
export const rule: Rule = {
  name: "istio/service-entry-ports",
  severity: "error",
  summary: "The ports of a ServiceEntry have names of their own and known protocols",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    const names = new Set<string>();
    for (const port of items(get(subject.spec, "ports"))) {
      const name = get(port, "name");
      checkPortName(subject, name);
      const value = text(name);
      if (value !== undefined && names.has(value))
        subject.fail(name, `port name "${value}" is used twice; each port needs its own`);
      if (value !== undefined) names.add(value);
      const protocol = get(port, "protocol");
      const word = text(protocol);
      if (!isSet(protocol) || word === undefined || word === "" || isProtocol(word)) continue;
      subject.fail(protocol, `protocol "${word}" is not known; use one of ${PROTOCOL_LIST}`);
    }
  }),
};
