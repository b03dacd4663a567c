import { isMapping, listOf } from "../../../core/json.ts";
import { overlap, parseAddress, parsePoolRange, type Range } from "../../../core/ip.ts";
import { suggest } from "../../../core/suggest.ts";
import { readSeconds } from "../timers.ts";

/** The keys of each part; an unknown one makes MetalLB refuse the whole configuration. */
const KEYS = {
  configuration: ["peers", "bgp-communities", "address-pools", "bfd-profiles"],
  pool: ["protocol", "name", "addresses", "avoid-buggy-ips", "auto-assign", "bgp-advertisements"],
  advertisement: ["aggregation-length", "aggregation-length-v6", "localpref", "communities"],
  peer: [
    ...["my-asn", "peer-asn", "peer-address", "source-address", "peer-port", "hold-time", "keepalive-time"],
    ...["router-id", "node-selectors", "password", "bfd-profile", "ebgp-multihop"],
  ],
  "node selector": ["match-labels", "match-expressions"],
  "BFD profile": ["name", "receive-interval", "transmit-interval", "detect-multiplier", "echo-interval", "echo-mode", "passive-mode", "minimum-ttl"],
};

/** @returns what is wrong with the value of key `config`; none when MetalLB takes it */
export function checkLegacyConfig(config: unknown): string[] {
  if (!isMapping(config)) return ["the configuration is no mapping; it starts with address-pools"];
  const communities = isMapping(config["bgp-communities"]) ? config["bgp-communities"] : {};
  const profiles = listOf(config["bfd-profiles"]);
  return [
    ...checkKeys("configuration", config),
    ...Object.entries(communities).flatMap(([name, value]) => checkCommunity(String(value), {}).map((problem) => `community "${name}": ${problem}`)),
    ...profiles.flatMap((profile) => checkKeys("BFD profile", profile)),
    ...listOf(config["peers"]).flatMap((peer, index) => checkPeer(peer, profiles).map((problem) => `peer ${index + 1}: ${problem}`)),
    ...checkPools(listOf(config["address-pools"]), communities),
  ];
}

function checkKeys(part: keyof typeof KEYS, value: unknown): string[] {
  if (!isMapping(value)) return [`a ${part} is a mapping`];
  return Object.keys(value).flatMap((key) => {
    if (KEYS[part].includes(key)) return [];
    const candidate = suggest(key, KEYS[part]);
    return [`unknown key "${key}" in the ${part}${candidate ? `, did you mean "${candidate}"?` : `; it takes ${KEYS[part].join(", ")}`}`];
  });
}

function checkPools(pools: readonly unknown[], communities: Record<string, unknown>): string[] {
  const problems: string[] = [];
  const names = new Set<unknown>();
  const taken: { range: Range; text: string; pool: string }[] = [];
  for (const pool of pools) {
    problems.push(...checkKeys("pool", pool));
    if (!isMapping(pool)) continue;
    const name = String(pool["name"] ?? "");
    const report = (problem: string) => problems.push(`pool "${name}": ${problem}`);
    if (name === "") report("it has no name");
    if (names.has(name)) report("there is another pool of this name");
    names.add(name);
    const protocol = pool["protocol"];
    if (protocol !== "layer2" && protocol !== "bgp") report(`protocol "${String(protocol ?? "")}" is unknown; use layer2 or bgp`);
    const advertisements = listOf(pool["bgp-advertisements"]);
    if (protocol === "layer2" && advertisements.length > 0) report("bgp-advertisements are only for protocol bgp");
    for (const advertisement of advertisements) checkAdvertisement(advertisement, communities).forEach(report);
    if (listOf(pool["addresses"]).length === 0) report("it has no addresses");
    for (const text of listOf(pool["addresses"])) {
      const range = parsePoolRange(String(text));
      if (typeof range === "string") {
        report(range);
        continue;
      }
      const other = taken.find((earlier) => overlap(earlier.range, range));
      if (other) report(`"${String(text)}" overlaps with "${other.text}" of pool "${other.pool}"`);
      taken.push({ range, text: String(text), pool: name });
    }
  }
  return problems;
}

function checkAdvertisement(advertisement: unknown, communities: Record<string, unknown>): string[] {
  const problems = checkKeys("advertisement", advertisement);
  if (!isMapping(advertisement)) return problems;
  const length = advertisement["aggregation-length"] ?? 32;
  if (typeof length !== "number" || length > 32 || length < 0) problems.push(`aggregation-length ${String(length)} is not between 0 and 32`);
  for (const community of listOf(advertisement["communities"])) problems.push(...checkCommunity(String(community), communities));
  return problems;
}

function checkCommunity(value: string, aliases: Record<string, unknown>): string[] {
  if (Object.hasOwn(aliases, value)) return [];
  const parts = value.split(":");
  const right = parts.length === 2 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 0xffff);
  return right ? [] : [`"${value}" is neither "number:number" nor one of bgp-communities`];
}

function checkPeer(peer: unknown, profiles: readonly unknown[]): string[] {
  const problems = checkKeys("peer", peer);
  if (!isMapping(peer)) return problems;
  for (const key of ["my-asn", "peer-asn"]) if (!peer[key]) problems.push(`${key} is missing`);
  for (const key of ["peer-address", "router-id", "source-address"]) {
    const value = peer[key];
    if (value === undefined ? key === "peer-address" : parseAddress(String(value)) === undefined) problems.push(`${key} "${String(value ?? "")}" is no IP address`);
  }
  const hold = peer["hold-time"];
  const seconds = hold === undefined ? 90 : readSeconds(hold);
  if (seconds === undefined || (seconds !== 0 && seconds < 3)) problems.push(`hold-time "${String(hold)}" is not 0 or at least 3s, such as 90s`);
  const profile = peer["bfd-profile"];
  if (profile !== undefined && !profiles.some((known) => isMapping(known) && known["name"] === profile)) problems.push(`no bfd-profile is named "${String(profile)}"`);
  for (const selector of listOf(peer["node-selectors"])) problems.push(...checkKeys("node selector", selector));
  return problems;
}
