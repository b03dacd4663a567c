import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isFilled, text } from "../../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { meshConfigs } from "../mesh-config.ts";
import { portProtocols, resolutionOf } from "../service-entry.ts";
import { checkEach, type Subject } from "../../subject.ts";

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
  scope: "build",
  check(context) {
    const isAllocated = meshConfigs(context).some(({ value }) => allocates(value));
    if (!isAllocated) checkEach([SERVICE_ENTRY], checkEntry)(context);
  },
};

function checkEntry(subject: Subject): void {
  const { spec } = subject;
  const resolution = resolutionOf(spec);
  if (isFilled(get(spec, "addresses")) || resolution === undefined) return;
  if (isFilled(get({ path: [], value: subject.resource.data }, "status", "addresses"))) return; // a copy of a live object
  const optedOut = text(get(subject.metadata, "labels", AUTO_ALLOCATE))?.toLowerCase() === "false";
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
}

/** Does the mesh configuration say that proxies give addresses themselves? */
function allocates(config: Field): boolean {
  const metadata = get(config, "defaultConfig", "proxyMetadata");
  const isOn = (key: string) => get(metadata, key).value === "true";
  return (
    isOn("ISTIO_META_DNS_CAPTURE") &&
    (isOn("ISTIO_META_DNS_AUTO_ALLOCATE") || isOn("PILOT_ENABLE_IP_AUTOALLOCATE"))
  );
}
