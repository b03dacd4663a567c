import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, items, texts } from "../../field.ts";
import { checkDomain, checkWildcardDomain, isPartialWildcard, isWildcard } from "../hosts.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { isHttp, isTcp, isTls } from "../protocols.ts";
import { isDns, portProtocols, resolutionOf } from "../service-entry.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: ValidateServiceEntry of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/service-entry-hosts",
  severity: "error",
  summary:
    "The hosts of a ServiceEntry are domain names that its resolution and its ports can tell apart",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    const { spec } = subject;
    const hosts = texts(get(spec, "hosts"));
    const resolution = resolutionOf(spec);
    const resolved = isDns(resolution) && !isFilled(get(spec, "endpoints"));
    for (const { value, field } of hosts) {
      if (value === "*") continue; // the schema refuses it
      const problem = checkWildcardDomain(value);
      if (problem !== undefined)
        subject.fail(field, `host "${value}" is not a domain name: ${problem}`);
      else if (resolved && checkDomain(value) !== undefined) {
        subject.fail(
          field,
          `host "${value}" cannot be looked up for resolution ${resolution}; add endpoints, or use a full name`,
        );
      } else if (resolution === "DYNAMIC_DNS" && !isWildcard(value)) {
        subject.fail(
          field,
          `host "${value}" needs a wildcard for resolution DYNAMIC_DNS; for one name use DNS`,
        );
      } else if (resolution !== "DYNAMIC_DNS" && isPartialWildcard(value)) {
        subject.warn(
          field,
          `host "${value}" has a wildcard inside a label, which matches nothing; only "*." can lead`,
        );
      }
    }
    checkSeveral(subject, resolution);
  }),
};

/** One port can only serve several hosts when a request says which it wants. */
function checkSeveral(subject: Subject, resolution: string | undefined): void {
  const hosts = items(get(subject.spec, "hosts"));
  if (hosts.length < 2 || resolution === undefined || resolution === "NONE") return;
  const ports = portProtocols(subject.spec);
  const plain = ports.find(({ protocol }) => !isHttp(protocol) && !isTls(protocol));
  if (plain !== undefined) {
    const said = plain.protocol === "" ? "a port without a protocol" : `protocol ${plain.protocol}`;
    subject.fail(
      get(plain.port, "protocol"),
      `${said} does not tell ${hosts.length} hosts apart; use one ServiceEntry a host, or HTTP or TLS`,
    );
  }
  const stream = ports.find(({ protocol }) => isTcp(protocol));
  if (isDns(resolution) && isFilled(get(subject.spec, "addresses")) && stream !== undefined) {
    subject.warn(
      get(subject.spec, "hosts"),
      `one address on a port of protocol ${stream.protocol} stands for one host; use one ServiceEntry a host`,
      {
        part: "key",
      },
    );
  }
}
