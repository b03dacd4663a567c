import { suggest } from "../../../../core/suggest.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, texts } from "../../field.ts";
import { BGP_ADVERTISEMENT, BGP_PEER } from "../kinds.ts";
import { specOf } from "../world.ts";

export const rule: Rule = {
  name: "metallb/peer-exists",
  severity: "warning",
  summary: "A BGPAdvertisement names peers that exist",
  scope: "build",
  check(context) {
    if (context.partial) return;
    const known = context.resources(BGP_PEER).map((peer) => peer.id.name);
    for (const advertisement of context.resources(BGP_ADVERTISEMENT)) {
      const { namespace } = advertisement.id;
      for (const { value, field } of texts(get(specOf(advertisement), "peers"))) {
        if (known.includes(value) || context.external({ kind: BGP_PEER, namespace, name: value }))
          continue;
        const candidate = suggest(value, known);
        const message = `no BGPPeer is named "${value}"${candidate ? `, did you mean "${candidate}"?` : ""}; MetalLB announces nothing to it`;
        context.report({ resource: advertisement, path: field.path, message });
      }
    }
  },
};
