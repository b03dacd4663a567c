import { asText } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { canonical } from "../duplicates.ts";
import { BGP_PEER } from "../kinds.ts";
import { bgpMode, canShareNode, specOf } from "../world.ts";

/** Source: peersFor of metallb/metallb internal/config, and peersCanRunOnSameNode for the FRR modes. */
export const rule: Rule = {
  name: "metallb/peer-conflicts",
  severity: "error",
  summary:
    "No two BGPPeers say the same, and in FRR mode those on one node agree on router ID and AS",
  scope: "build",
  check(context) {
    const peers = context.resources(BGP_PEER);
    const mode = bgpMode(context);
    peers.forEach((peer, index) => {
      for (const other of peers.slice(0, index)) {
        const related = [{ message: "the other peer", at: other.locate(["metadata", "name"]) }];
        if (canonical(peer.data["spec"]) === canonical(other.data["spec"])) {
          context.report({
            resource: peer,
            path: ["spec"],
            part: "key",
            message: `peer "${other.id.name}" says exactly the same; take one of them out`,
            // Native mode sets up the session twice.
            severity: mode === "native" && peer.id.name !== other.id.name ? "warning" : "error",
            related,
          });
          break;
        }
        const conflict =
          mode === "frr" || mode === "frr-k8s" ? findConflict(peer, other) : undefined;
        if (
          !conflict ||
          !canShareNode(
            context,
            get(specOf(peer), "nodeSelectors"),
            get(specOf(other), "nodeSelectors"),
          )
        )
          continue;
        context.report({
          resource: peer,
          path: ["spec", conflict.key],
          message: `${conflict.message}; in ${mode} mode peers of one node must agree`,
          related,
        });
        break;
      }
    });
  },
};

function findConflict(
  peer: Resource,
  other: Resource,
): { key: string; message: string } | undefined {
  const mine = specOf(peer);
  const theirs = specOf(other);
  const read = (key: string) => [text(get(mine, key)) ?? "", text(get(theirs, key)) ?? ""] as const;
  const [router, otherRouter] = read("routerID");
  if (router !== otherRouter)
    return {
      key: "routerID",
      message: `routerID is "${router}" here and "${otherRouter}" in peer "${other.id.name}"`,
    };
  const [vrf, otherVrf] = read("vrf");
  if (vrf !== otherVrf) return undefined;
  const key = text(get(mine, "peerAddress")) ? "peerAddress" : "interface";
  const address = text(get(mine, key));
  const otherAddress = text(get(theirs, "peerAddress")) || text(get(theirs, "interface"));
  if (address === otherAddress)
    return { key, message: `"${address}" is the peer of "${other.id.name}" already` };
  const asn = get(mine, "myASN").value;
  const otherAsn = get(theirs, "myASN").value;
  if (asn !== otherAsn)
    return {
      key: "myASN",
      message: `myASN is ${asText(asn)} here and ${asText(otherAsn)} in peer "${other.id.name}"`,
    };
  return undefined;
}
