import { suggest } from "../../../../core/suggest.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, texts } from "../../field.ts";
import { BGP_ADVERTISEMENT, IP_ADDRESS_POOL, L2_ADVERTISEMENT } from "../kinds.ts";
import { specOf } from "../world.ts";

export const rule: Rule = {
  name: "metallb/pool-exists",
  severity: "warning",
  summary: "An advertisement names pools that exist",
  scope: "build",
  check(context) {
    if (context.partial) return;
    const known = context.resources(IP_ADDRESS_POOL).map((pool) => pool.id.name);
    for (const advertisement of context.resources(L2_ADVERTISEMENT, BGP_ADVERTISEMENT)) {
      for (const { value, field } of texts(get(specOf(advertisement), "ipAddressPools"))) {
        if (
          known.includes(value) ||
          context.external({
            kind: IP_ADDRESS_POOL,
            namespace: advertisement.id.namespace,
            name: value,
          })
        )
          continue;
        const candidate = suggest(value, known);
        const message = `no IPAddressPool is named "${value}"${candidate ? `, did you mean "${candidate}"?` : ""}; MetalLB announces nothing for it`;
        context.report({ resource: advertisement, path: field.path, message });
      }
    }
  },
};
