import type { Rule } from "../../../../core/rule.ts";
import { checkDestination } from "../destination.ts";
import { get, isSet, text } from "../../field.ts";
import { checkDomain, checkWildcardDomain } from "../hosts.ts";
import { SIDECAR } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: validateSidecarOutboundTrafficPolicy of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/sidecar-outbound",
  severity: "error",
  summary: "The egress proxy of a Sidecar is a host and a port, for mode ALLOW_ANY",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SIDECAR], (subject) => {
    const policy = get(subject.spec, "outboundTrafficPolicy");
    const mode = get(policy, "mode");
    if (mode.value === "ALLOW_ANY_DYNAMIC_DNS") {
      subject.fail(
        mode,
        "mode ALLOW_ANY_DYNAMIC_DNS is for the whole mesh (MeshConfig); a Sidecar can use ALLOW_ANY or REGISTRY_ONLY",
      );
      return;
    }
    const proxy = get(policy, "egressProxy");
    if (!isSet(proxy)) return;
    if (mode.value !== "ALLOW_ANY") {
      subject.fail(proxy, "egressProxy is only used with mode: ALLOW_ANY", { part: "key" });
      return;
    }
    const host = text(get(proxy, "host"));
    const problem = host === undefined ? undefined : checkDomain(host);
    if (problem !== undefined && host !== "*" && checkWildcardDomain(host!) === undefined) {
      subject.fail(
        get(proxy, "host"),
        `egressProxy host "${host}" names no single host: ${problem}`,
      );
    }
    if (!isSet(get(proxy, "port")))
      subject.fail(proxy, "egressProxy needs a port, as in port: {number: 8080}", { part: "key" });
    checkDestination(subject, proxy);
  }),
};
