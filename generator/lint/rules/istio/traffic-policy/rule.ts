import { isAddress } from "../addresses.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isFilled, isSet, items, text, type Field } from "../../field.ts";
import { checkDomain } from "../hosts.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkPortNumber } from "../ports.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { trafficPolicies } from "../traffic-policy.ts";

const PORT_SETTINGS = ["connectionPool", "loadBalancer", "outlierDetection", "tls"];
const SETTINGS = [...PORT_SETTINGS, "proxyProtocol", "retryBudget", "tunnel"];

/** Source: validateTrafficPolicy and validatePortTrafficPolicies of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/traffic-policy",
  severity: "error",
  summary:
    "A traffic policy of a DestinationRule sets something, per port for a port that it names",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    for (const policy of trafficPolicies(subject.spec)) {
      if (!hasAny(policy, ...SETTINGS) && !isFilled(get(policy, "portLevelSettings"))) {
        subject.fail(
          policy,
          `the traffic policy sets nothing; give it one of ${SETTINGS.join(", ")} or portLevelSettings`,
          { part: "key" },
        );
      }
      if (hasAny(policy, "tunnel") && hasAny(policy, "proxyProtocol")) {
        subject.fail(
          get(policy, "proxyProtocol"),
          "proxyProtocol and tunnel exclude each other; keep one",
          { part: "key" },
        );
      }
      checkTunnel(subject, get(policy, "tunnel"));
      for (const settings of items(get(policy, "portLevelSettings"))) checkPort(subject, settings);
    }
  }),
};

function checkPort(subject: Subject, settings: Field): void {
  if (!hasAny(settings, "port"))
    subject.fail(settings, "the settings need a port that they are for, as in port: {number: 80}");
  if (!hasAny(settings, ...PORT_SETTINGS)) {
    subject.fail(
      settings,
      `the settings of the port set nothing; give them one of ${PORT_SETTINGS.join(", ")}`,
    );
  }
}

function checkTunnel(subject: Subject, tunnel: Field): void {
  if (!isSet(tunnel)) return;
  const protocol = text(get(tunnel, "protocol"));
  if (protocol !== undefined && !["", "CONNECT", "POST"].includes(protocol)) {
    subject.fail(
      get(tunnel, "protocol"),
      `tunnel protocol "${protocol}" is not "CONNECT" or "POST"`,
    );
  }
  const host = text(get(tunnel, "targetHost"));
  if (host !== undefined && !isAddress(host)) {
    const problem = checkDomain(host);
    if (problem !== undefined)
      subject.fail(
        get(tunnel, "targetHost"),
        `targetHost "${host}" is neither an IP address nor a domain name: ${problem}`,
      );
  }
  checkPortNumber(subject, get(tunnel, "targetPort"));
}
