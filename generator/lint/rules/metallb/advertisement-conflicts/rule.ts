import { parsePoolRange } from "../../../../core/ip.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { get, isFilled, number, texts } from "../../field.ts";
import { BGP_ADVERTISEMENT, IP_ADDRESS_POOL } from "../kinds.ts";
import { shortestPrefix } from "../prefixes.ts";
import { canShareNode, rangesOf, reachesPool, specOf } from "../world.ts";

/** Source: validateBGPAdvPerPool and bgpAdvertisementsOverlap of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/advertisement-conflicts",
  severity: "error",
  summary:
    "A BGPAdvertisement's prefixes fit its pools, and those of one prefix agree on localPref and asPathPrepend",
  scope: "build",
  check(context) {
    for (const pool of context.resources(IP_ADDRESS_POOL)) {
      const earlier: Resource[] = [];
      for (const advertisement of context.resources(BGP_ADVERTISEMENT)) {
        if (!reachesPool(advertisement, pool)) continue;
        const tooShort = findTooShort(advertisement, pool);
        if (tooShort)
          context.report({
            resource: advertisement,
            ...tooShort,
            related: [{ message: "the pool", at: pool.locate(["spec", "addresses"]) }],
          });
        // Which Services an advertisement with serviceSelectors announces is not known.
        if (isFilled(get(specOf(advertisement), "serviceSelectors"))) continue;
        const other = earlier.find(
          (candidate) =>
            conflictOf(advertisement, candidate) &&
            overlapping(context, advertisement, candidate, pool),
        );
        const key = other && conflictOf(advertisement, other);
        if (other && key) {
          const message = `${key} is ${valueOf(advertisement, key)} here and ${valueOf(other, key)} in "${other.id.name}" for the same prefixes of pool "${pool.id.name}"; they must agree`;
          context.report({
            resource: advertisement,
            path: ["spec", key],
            message,
            related: [{ message: "the other advertisement", at: other.locate(["spec", key]) }],
          });
        }
        earlier.push(advertisement);
      }
    }
  },
};

/** @returns the key on which two advertisements of one prefix disagree */
function conflictOf(left: Resource, right: Resource): string | undefined {
  return ["localPref", "asPathPrepend"].find((key) => valueOf(left, key) !== valueOf(right, key));
}

/** Can both announce the same prefix of a pool, to the same peer and from the same node? */
function overlapping(
  context: RuleContext,
  left: Resource,
  right: Resource,
  pool: Resource,
): boolean {
  if (!samePrefixes(left, right, pool) || !sharePeers(left, right)) return false;
  return canShareNode(
    context,
    get(specOf(left), "nodeSelectors"),
    get(specOf(right), "nodeSelectors"),
  );
}

function valueOf(advertisement: Resource, key: string): number {
  return number(get(specOf(advertisement), key)) ?? 0;
}

function lengthOf(advertisement: Resource, family: 4 | 6): number {
  const spec = specOf(advertisement);
  return (
    number(get(spec, family === 4 ? "aggregationLength" : "aggregationLengthV6")) ??
    (family === 4 ? 32 : 128)
  );
}

function findTooShort(
  advertisement: Resource,
  pool: Resource,
): { path: string[]; message: string } | undefined {
  for (const { value } of texts(get(specOf(pool), "addresses"))) {
    const range = parsePoolRange(value);
    if (typeof range === "string") continue;
    const length = lengthOf(advertisement, range.family);
    const shortest = shortestPrefix(range);
    if (length >= shortest) continue;
    const key = range.family === 4 ? "aggregationLength" : "aggregationLengthV6";
    return {
      path: ["spec", key],
      message: `${key} ${length} is shorter than the largest prefix of "${value}" (/${shortest}) in pool "${pool.id.name}"; use ${shortest} or more`,
    };
  }
  return undefined;
}

function samePrefixes(left: Resource, right: Resource, pool: Resource): boolean {
  const families = new Set(rangesOf(pool).map((range) => range.family));
  const differs = (family: 4 | 6) => lengthOf(left, family) !== lengthOf(right, family);
  if (families.size === 0) return false;
  if (families.size === 2) return !(differs(4) && differs(6));
  return !differs(families.has(4) ? 4 : 6);
}

function sharePeers(left: Resource, right: Resource): boolean {
  const [mine, theirs] = [left, right].map((advertisement) =>
    texts(get(specOf(advertisement), "peers")).map(({ value }) => value),
  ) as [string[], string[]];
  return mine.length === 0 || theirs.length === 0 || mine.some((peer) => theirs.includes(peer));
}
