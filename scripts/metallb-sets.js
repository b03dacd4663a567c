// Sets of MetalLB resources for scripts/metallb-webhook.js: some in order, some broken in the ways that MetalLB's parser knows.

import { FIELDS, FRR_ONLY } from "./metallb-values.js";

const VERSIONS = { BGPPeer: "metallb.io/v1beta2" };

/**
 * Makes one set: in the order in which a person would apply it, that is what others name comes first.
 * @param random as createRandom of fuzz/mutate.js makes it
 * @param namespace where MetalLB runs
 * @param mode the BGP implementation that it runs with: native, frr or frr-k8s
 * @returns objects; about half of the sets have a mistake, some of those are none
 */
export function makeSet(random, namespace, mode) {
  const { pick, chance } = random;
  const upTo = (limit) => random.below(limit + 1);
  const counts = {
    IPAddressPool: 1 + upTo(2),
    Community: upTo(1) + 1,
    BFDProfile: mode === "native" ? 0 : upTo(1),
    BGPPeer: upTo(3),
    BGPAdvertisement: upTo(2),
    L2Advertisement: upTo(2),
  };
  const set = Object.entries(counts).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, index) => makeObject(kind, index + 1)),
  );
  if (chance(0.5)) breakOne();
  return set;

  function makeObject(kind, number) {
    const metadata = {
      name: `${kind === "IPAddressPool" ? "pool" : kind === "BGPPeer" ? "peer" : kind.toLowerCase()}-${number}`,
      namespace,
    };
    if (kind === "IPAddressPool" && chance(0.4)) metadata.labels = { zone: pick(["a", "b"]) };
    if (kind === "BFDProfile") metadata.name = "fast";
    const object = {
      apiVersion: VERSIONS[kind] ?? "metallb.io/v1beta1",
      kind,
      metadata,
      spec: makeRequired(kind, number),
    };
    const likely = kind === "BGPPeer" ? 0.08 : 0.25;
    for (const [field, values] of Object.entries(FIELDS[kind].good)) {
      if (!chance(likely) || (mode !== "frr-k8s" && isRare(kind, field))) continue;
      object.spec[field] = structuredClone(pick(values));
    }
    return object;
  }

  /** Native mode refuses it, so that most sets would be broken. */
  function isRare(kind, field) {
    return (
      (field === "asPathPrepend" || mode === "native") &&
      (FRR_ONLY.includes(field) || kind === "Community") &&
      chance(0.9)
    );
  }

  function makeRequired(kind, number) {
    const families = mode === "native" && chance(0.9) ? 2 : 4;
    if (kind === "IPAddressPool")
      return {
        addresses: pick(
          [
            [`10.0.${number}.0/24`],
            [`10.0.${number}.10-10.0.${number}.40`],
            [`10.0.${number}.0/26`, `fd00:${number}::/112`],
            [`fd00:${number}::1-fd00:${number}::ff`],
          ].slice(0, families),
        ),
      };
    if (kind === "BGPPeer")
      return { myASN: 64512, peerASN: pick([64500, 64501]), peerAddress: `10.1.0.${number}` };
    if (kind === "Community")
      return { communities: [{ name: number === 1 ? "office" : "lab", value: `64512:${number}` }] };
    return {};
  }

  function breakOne() {
    const object = pick(set);
    if (chance(0.04)) return void (object.metadata.namespace = "default");
    const [field, values] = pick(Object.entries(FIELDS[object.kind].bad));
    object.spec[field] = structuredClone(pick(values));
    if (object.kind === "BGPPeer" && field === "interface" && chance(0.5))
      delete object.spec.peerAddress;
    if (object.kind === "BGPPeer" && field === "dynamicASN" && chance(0.5))
      delete object.spec.peerASN;
    if (object.kind === "BGPPeer" && field === "myASN" && chance(0.2)) delete object.spec.myASN;
  }
}
