import { asText } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isBlank, isTrue, items, number, texts } from "../../field.ts";
import { BFD_PROFILE, BGP_ADVERTISEMENT, BGP_PEER, COMMUNITY, IP_ADDRESS_POOL } from "../kinds.ts";
import { readSeconds } from "../../timers.ts";
import { bgpMode, rangesOf, reachesPool, specOf } from "../world.ts";

const TEXTS = ["bfdProfile", "vrf", "connectTime", "dynamicASN", "interface"];
const SWITCHES = ["enableGracefulRestart", "disableMP", "dualStackAddressFamily"];

/** Source: DiscardFRROnly and DiscardFRRK8sOnly of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/native-mode",
  severity: "error",
  summary: "What only the FRR modes can do is not asked of native BGP",
  scope: "build",
  check(context) {
    const mode = bgpMode(context);
    const refuse = (resource: Resource, field: Field, what: string, needs = "FRR") =>
      context.report({
        resource,
        path: field.path,
        message: `${what} needs ${needs} mode, and MetalLB runs in ${mode} mode here; MetalLB refuses the whole configuration`,
      });
    if (mode === "native" || mode === "frr") {
      for (const advertisement of context.resources(BGP_ADVERTISEMENT)) {
        const prepend = get(specOf(advertisement), "asPathPrepend");
        if ((number(prepend) ?? 0) > 0) refuse(advertisement, prepend, "asPathPrepend", "FRR-K8s");
      }
    }
    if (mode !== "native") return;
    for (const peer of context.resources(BGP_PEER)) {
      for (const field of frrOnly(specOf(peer))) refuse(peer, field, asText(field.path.at(-1)));
    }
    for (const profile of context.resources(BFD_PROFILE))
      refuse(profile, { path: ["kind"], value: "" }, "a BFDProfile");
    const advertisements = context.resources(BGP_ADVERTISEMENT);
    for (const pool of context.resources(IP_ADDRESS_POOL)) {
      if (
        !rangesOf(pool).some((range) => range.family === 6) ||
        !advertisements.some((advertisement) => reachesPool(advertisement, pool))
      )
        continue;
      refuse(pool, get(specOf(pool), "addresses"), "announcing IPv6 addresses by BGP");
    }
    for (const advertisement of advertisements) {
      for (const { value, field } of texts(get(specOf(advertisement), "communities")))
        if (value.startsWith("large:")) refuse(advertisement, field, "a large community");
    }
    for (const community of context.resources(COMMUNITY)) {
      for (const alias of items(get(specOf(community), "communities"))) {
        const value = get(alias, "value");
        if (typeof value.value === "string" && value.value.startsWith("large:"))
          refuse(community, value, "a large community");
      }
    }
  },
};

function frrOnly(spec: Field): Field[] {
  const keepalive = get(spec, "keepaliveTime");
  return [
    ...TEXTS.map((key) => get(spec, key)).filter((field) => !isBlank(field)),
    ...SWITCHES.map((key) => get(spec, key)).filter(isTrue),
    ...[get(spec, "localASN")].filter((field) => (number(field) ?? 0) !== 0),
    ...[keepalive].filter((field) => (readSeconds(field.value) ?? 0) !== 0),
  ];
}
