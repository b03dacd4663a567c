import { overlap, parseAddress, parsePoolRange, type Range } from "../../../core/ip.ts";
import type { Path } from "../../../core/path.ts";
import type { Severity } from "../../../core/finding.ts";
import {
  entries,
  type Field,
  get,
  isBlank,
  isFilled,
  isSet,
  isTrue,
  items,
  number,
  text,
} from "../field.ts";
import { asText, isMapping } from "../../../core/json.ts";
import { checkSelector } from "../selectors.ts";
import { canonical } from "./duplicates.ts";
import { checkShape } from "./legacy-shape.ts";
import { shortestPrefix } from "./prefixes.ts";
import { readSeconds } from "../timers.ts";

/** What is wrong inside the configuration, and where in it. */
export interface LegacyProblem {
  path: Path;
  message: string;
  part?: "key";
  /** Error, unless it depends on the version. */
  severity?: Severity;
}

type Add = (field: Field, message: string, more?: Pick<LegacyProblem, "part" | "severity">) => void;

/**
 * Checks the configuration of MetalLB 0.7 to 0.12 as its parser does; what only 0.12 refuses is a warning.
 * Source: internal/config/config.go of metallb/metallb at v0.9.6 and v0.12.0.
 * @param config the value of key `config`, read as YAML
 * @returns what is wrong with it; none when MetalLB takes it
 */
export function checkLegacyConfig(config: unknown): LegacyProblem[] {
  if (!isMapping(config))
    return [{ path: [], message: "the configuration is no mapping; it starts with address-pools" }];
  const root: Field = { path: [], value: config };
  const problems = checkShape(root);
  const add: Add = (field, message, more) => problems.push({ path: field.path, message, ...more });
  const communities = get(root, "bgp-communities");
  const aliases = isMapping(communities.value) ? communities.value : {};
  for (const name of Object.keys(aliases)) checkCommunity(get(communities, name), {}, add);
  checkProfiles(items(get(root, "bfd-profiles")), add);
  checkPeers(items(get(root, "peers")), items(get(root, "bfd-profiles")), add);
  checkPools(items(get(root, "address-pools")), aliases, add);
  return problems;
}

function checkPools(pools: readonly Field[], aliases: Record<string, unknown>, add: Add): void {
  const names = new Set<string>();
  const taken: { range: Range; text: string; pool: string }[] = [];
  for (const pool of pools.filter((field) => isMapping(field.value))) {
    const name = get(pool, "name");
    const title = asText(name.value ?? "");
    if (isBlank(name)) add(pool, "the pool has no name");
    else if (names.has(title)) add(name, `there is another pool named "${title}"`);
    names.add(title);
    checkProtocol(pool, add);
    const addresses = get(pool, "addresses");
    if (!isFilled(addresses) && !isSet(addresses)) add(pool, `pool "${title}" has no addresses`);
    else if (Array.isArray(addresses.value) && !isFilled(addresses))
      add(addresses, `pool "${title}" has no addresses`);
    const ranges: { range: Range; text: string }[] = [];
    for (const { value, field } of plains(addresses)) {
      const range = parsePoolRange(value);
      if (typeof range === "string") {
        add(field, range);
        continue;
      }
      const other = taken.find((earlier) => overlap(earlier.range, range));
      if (other) add(field, `"${value}" overlaps with "${other.text}" of pool "${other.pool}"`);
      taken.push({ range, text: value, pool: title });
      ranges.push({ range, text: value });
    }
    checkAdvertisements(items(get(pool, "bgp-advertisements")), ranges, aliases, add);
  }
}

function checkProtocol(pool: Field, add: Add): void {
  const protocol = get(pool, "protocol");
  const advertisements = get(pool, "bgp-advertisements");
  if (isBlank(protocol)) add(pool, "the pool has no protocol; use layer2 or bgp");
  else if (
    plain(protocol) !== undefined &&
    protocol.value !== "layer2" &&
    protocol.value !== "bgp"
  ) {
    add(protocol, `protocol "${asText(protocol.value)}" is unknown; use layer2 or bgp`);
  }
  if (protocol.value === "layer2" && isFilled(advertisements))
    add(advertisements, "bgp-advertisements are only for protocol bgp; take them out", {
      part: "key",
    });
}

const LENGTHS = [
  { key: "aggregation-length", family: 4, bits: 32 },
  { key: "aggregation-length-v6", family: 6, bits: 128 },
] as const;

function checkAdvertisements(
  advertisements: readonly Field[],
  ranges: readonly { range: Range; text: string }[],
  aliases: Record<string, unknown>,
  add: Add,
): void {
  warnOfRepeated(advertisements, "advertisement", add);
  for (const advertisement of advertisements) {
    for (const { key, family, bits } of LENGTHS) {
      const field = get(advertisement, key);
      const length = number(field);
      if (length === undefined) continue;
      const tooShort = ranges.find(
        ({ range }) => range.family === family && length < shortestPrefix(range),
      );
      if (length > bits) add(field, `${key} ${length} is more than ${bits}`);
      else if (tooShort)
        add(
          field,
          `${key} ${length} is shorter than the largest prefix of "${tooShort.text}" (/${shortestPrefix(tooShort.range)})`,
        );
    }
    const communities = items(get(advertisement, "communities"));
    for (const community of communities) checkCommunity(community, aliases, add);
    warnOfRepeated(communities, "community", add);
  }
}

function checkCommunity(field: Field, aliases: Record<string, unknown>, add: Add): void {
  const value = plain(field);
  if (value === undefined || Object.hasOwn(aliases, value)) return;
  const parts = value.split(":");
  const right =
    parts.length === 2 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 0xffff);
  if (!right)
    add(field, `community "${value}" is neither "number:number" nor one of bgp-communities`);
}

const RANGES: readonly [string, number, number][] = [
  ["receive-interval", 10, 60000],
  ["transmit-interval", 10, 60000],
  ["detect-multiplier", 2, 255],
  ["echo-interval", 10, 60000],
  ["minimum-ttl", 1, 254],
];

function checkProfiles(profiles: readonly Field[], add: Add): void {
  const names = new Set<unknown>();
  for (const profile of profiles.filter((field) => isMapping(field.value))) {
    const name = get(profile, "name");
    if (isBlank(name)) add(profile, "the BFD profile has no name");
    else if (names.has(name.value))
      add(name, `there is another BFD profile named "${asText(name.value)}"`);
    names.add(name.value);
    for (const [key, least, most] of RANGES) {
      const value = number(get(profile, key));
      if (value !== undefined && (value < least || value > most))
        add(get(profile, key), `${key} ${value} is not from ${least} to ${most}`);
    }
  }
}

function checkPeers(peers: readonly Field[], profiles: readonly Field[], add: Add): void {
  warnOfRepeated(peers, "peer", add);
  for (const peer of peers.filter((field) => isMapping(field.value))) {
    for (const key of ["my-asn", "peer-asn"]) {
      const asn = get(peer, key);
      if (!isSet(asn)) add(peer, `the peer has no ${key}`);
      else if (number(asn) === 0) add(asn, `${key} is 0; give the AS number`);
    }
    const mine = number(get(peer, "my-asn"));
    if (
      mine !== undefined &&
      mine === number(get(peer, "peer-asn")) &&
      isTrue(get(peer, "ebgp-multihop"))
    ) {
      add(get(peer, "ebgp-multihop"), `ebgp-multihop needs a peer of another AS; both are ${mine}`);
    }
    if (isBlank(get(peer, "peer-address"))) add(peer, "the peer has no peer-address");
    for (const key of ["peer-address", "router-id", "source-address"]) {
      const address = plain(get(peer, key));
      if (address && parseAddress(address) === undefined)
        add(get(peer, key), `${key} "${address}" is no IP address`);
    }
    checkTimers(peer, add);
    const profile = get(peer, "bfd-profile");
    if (plain(profile) && !profiles.some((known) => plain(get(known, "name")) === plain(profile)))
      add(profile, `no BFD profile is named "${asText(profile.value)}"`);
    for (const selector of items(get(peer, "node-selectors"))) checkNodeSelector(selector, add);
  }
}

function checkTimers(peer: Field, add: Add): void {
  const [hold, keepalive] = ["hold-time", "keepalive-time"].map((key) => get(peer, key)) as [
    Field,
    Field,
  ];
  const [held, kept] = [hold, keepalive].map((field) => readSeconds(asText(field.value ?? ""))) as [
    number | undefined,
    number | undefined,
  ];
  const isUnknown = (field: Field) =>
    isBlank(field) || (typeof field.value === "string" && plain(field) === undefined);
  const right =
    isUnknown(hold) || (held !== undefined && (Math.trunc(held) === 0 || Math.trunc(held) >= 3));
  if (!right) add(hold, `hold-time "${asText(hold.value)}" is not 0 or at least 3s, such as 90s`);
  if (isUnknown(keepalive)) return;
  if (kept === undefined)
    add(keepalive, `keepalive-time "${asText(keepalive.value)}" is no duration such as 30s`);
  else if (right && Math.trunc(kept) > Math.trunc(held ?? 90))
    add(keepalive, `keepalive-time "${asText(keepalive.value)}" is longer than the hold-time`);
}

/** The keys have dashes here; what is checked is the same as in a label selector. */
function checkNodeSelector(selector: Field, add: Add): void {
  const labels = entries(get(selector, "match-labels")).map(({ key, field }) => [
    key,
    plain(field),
  ]);
  const expressions = items(get(selector, "match-expressions")).map((expression) => ({
    key: isSet(get(expression, "key")) ? plain(get(expression, "key")) : "",
    operator: isSet(get(expression, "operator")) ? plain(get(expression, "operator")) : "",
    values: items(get(expression, "values")).map((value) => plain(value) ?? ""),
  }));
  const translated = { matchLabels: Object.fromEntries(labels), matchExpressions: expressions };
  for (const { field, message } of checkSelector({ path: [], value: translated })) {
    const [first, ...rest] = field.path;
    const key = first === "matchLabels" ? "match-labels" : "match-expressions";
    add({ path: [...selector.path, key, ...rest], value: field.value }, message);
  }
}

/** @returns the text that Go reads: numbers and booleans count as written; undefined where it is only known after substitution */
function plain(field: Field): string | undefined {
  const { value } = field;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  return text(field);
}

function plains(list: Field): { value: string; field: Field }[] {
  return items(list).flatMap((field) => {
    const value = plain(field);
    return value === undefined ? [] : [{ value, field }];
  });
}

function warnOfRepeated(fields: readonly Field[], what: string, add: Add): void {
  const seen = new Set<string>();
  for (const field of fields) {
    const same = canonical(field.value);
    if (seen.has(same))
      add(field, `this ${what} stands here twice, which MetalLB 0.12 refuses; take one out`, {
        severity: "warning",
      });
    seen.add(same);
  }
}
