import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, text } from "../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { portProtocols, resolutionOf } from "../service-entry.ts";
import { checkEach } from "../subject.ts";

const AUTO_ALLOCATE = "networking.istio.io/enable-autoallocate-ip";

/**
 * Source: ValidateServiceEntry of istio/istio pkg/config/validation, ShouldV2AutoAllocateIP of pilot/pkg/networking/serviceentry and
 * the analyzer serviceentry.ProtocolAddressesAnalyzer. Since 1.25 istiod gives an address to all but those that it warns of; for the
 * others this is information only.
 */
export const rule: Rule = {
  name: "istio/service-entry-tcp-address",
  severity: "warning",
  summary: "A ServiceEntry with a TCP port has an address that tells its traffic from all other",
  aliases: ["IST0134"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    const { spec } = subject;
    const resolution = resolutionOf(spec);
    if (isFilled(get(spec, "addresses")) || resolution === undefined) return;
    if (isFilled(get({ path: [], value: subject.resource.data }, "status", "addresses"))) return; // a copy of a live object
    const optedOut =
      text(get(subject.metadata, "labels", AUTO_ALLOCATE))?.toLowerCase() === "false";
    for (const { port, protocol } of portProtocols(spec)) {
      if (!["", "TCP"].includes(protocol.toUpperCase())) continue;
      const what = protocol === "" ? "a port without a protocol" : "a TCP port";
      if (resolution === "NONE" || optedOut) {
        const reason = optedOut ? `label ${AUTO_ALLOCATE} is false` : "resolution is NONE";
        subject.warn(
          port,
          `${what} needs addresses, because istiod allocates none (${reason}); without, it takes all traffic to its number`,
        );
      } else {
        subject.inform(
          port,
          `${what} needs addresses where istiod is older than 1.25, or allocates none; without, it takes all traffic to its number`,
        );
      }
    }
  }),
};
