import type { Rule } from "../../../../core/rule.ts";
import { BGP_ADVERTISEMENT, IP_ADDRESS_POOL, L2_ADVERTISEMENT } from "../kinds.ts";
import { get, texts } from "../../field.ts";
import { reachesPool, specOf } from "../world.ts";

/** Source: MetalLB's configuration guide: addresses of a pool without advertisement are assigned but never announced. */
export const rule: Rule = {
  name: "metallb/pool-advertised",
  severity: "warning",
  summary: "Every pool is announced by an advertisement",
  scope: "build",
  check(context) {
    if (context.partial) return;
    const advertisements = context.resources(L2_ADVERTISEMENT, BGP_ADVERTISEMENT);
    const pools = new Set(context.resources(IP_ADDRESS_POOL).map((pool) => pool.id.name));
    const named = advertisements.flatMap((advertisement) =>
      texts(get(specOf(advertisement), "ipAddressPools")),
    );
    if (named.some(({ value }) => !pools.has(value))) return; // metallb/pool-exists tells of the misspelt name
    for (const pool of context.resources(IP_ADDRESS_POOL)) {
      if (advertisements.some((advertisement) => reachesPool(advertisement, pool))) continue;
      const message = `no L2Advertisement or BGPAdvertisement announces pool "${pool.id.name}"; its addresses are given to Services but nobody can reach them`;
      context.report({ resource: pool, path: ["metadata", "name"], message });
    }
  },
};
