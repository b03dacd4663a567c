/** MetalLB's kinds, as rules name them. Source: metallb/metallb config/crd/bases, 0.16. */
export const IP_ADDRESS_POOL = "IPAddressPool.metallb.io";
export const L2_ADVERTISEMENT = "L2Advertisement.metallb.io";
export const BGP_ADVERTISEMENT = "BGPAdvertisement.metallb.io";
export const BGP_PEER = "BGPPeer.metallb.io";
export const BFD_PROFILE = "BFDProfile.metallb.io";
export const COMMUNITY = "Community.metallb.io";

/** The kinds that a user writes; MetalLB reads them from its own namespace only. */
export const METALLB_KINDS: readonly string[] = [
  IP_ADDRESS_POOL,
  L2_ADVERTISEMENT,
  BGP_ADVERTISEMENT,
  BGP_PEER,
  BFD_PROFILE,
  COMMUNITY,
];
