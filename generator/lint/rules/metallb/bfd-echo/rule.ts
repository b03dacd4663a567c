import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isTrue, text, texts } from "../../field.ts";
import { BFD_PROFILE, BGP_ADVERTISEMENT, BGP_PEER, IP_ADDRESS_POOL } from "../kinds.ts";
import { rangesOf, reachesPool, specOf } from "../world.ts";

/** Source: validateConfig of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/bfd-echo",
  severity: "error",
  summary: "IPv6 addresses are not announced to a peer whose BFDProfile uses echo mode",
  scope: "build",
  check(context) {
    const pools = context
      .resources(IP_ADDRESS_POOL)
      .filter((pool) => rangesOf(pool).some((range) => range.family === 6));
    const echoing = context
      .resources(BGP_PEER)
      .filter((peer) => usesEcho(peer, context.resources(BFD_PROFILE)));
    if (pools.length === 0) return;
    for (const advertisement of context.resources(BGP_ADVERTISEMENT)) {
      const pool = pools.find((candidate) => reachesPool(advertisement, candidate));
      const named = texts(get(specOf(advertisement), "peers")).map(({ value }) => value);
      const peer = echoing.find(
        (candidate) => named.length === 0 || named.includes(candidate.id.name),
      );
      if (!pool || !peer) continue;
      const message = `this announces IPv6 addresses of pool "${pool.id.name}" to peer "${peer.id.name}", whose BFDProfile has echoMode; switch echoMode off or name other peers`;
      context.report({
        resource: advertisement,
        path: named.length > 0 ? ["spec", "peers"] : ["metadata", "name"],
        message,
      });
    }
  },
};

function usesEcho(peer: Resource, profiles: readonly Resource[]): boolean {
  const name = text(get(specOf(peer), "bfdProfile"));
  return profiles.some(
    (profile) => profile.id.name === name && isTrue(get(specOf(profile), "echoMode")),
  );
}
