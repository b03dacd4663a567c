import { valueAt, type Path } from "../../core/path.ts";
import { suggest } from "../../core/suggest.ts";
import { contains, countAddresses, parseAddress, parseCidr, type Address } from "../../core/ip.ts";
import type { Reporter } from "../report.ts";
import type { ReadPool } from "./pools.ts";
import type { ClusterView } from "./view.ts";

/** A Service of type LoadBalancer that will ask for an address. */
interface Claim {
  name: string;
  path: Path;
  address?: string;
  pool?: string;
}

/**
 * Checks source ranges, fixed addresses and that the pools have an address for everyone.
 * @param pools the cluster's pools; undefined where MetalLB does not give the addresses, or its pools could not be read
 */
export function checkAddresses(
  view: ClusterView,
  pools: readonly ReadPool[] | undefined,
  reporter: Reporter,
): void {
  checkRanges(view, reporter);
  const claims = claimsOf(view);
  const fixed = new Map<Claim, Address>();
  for (const claim of claims) {
    if (claim.address === undefined) continue;
    const address = parseAddress(claim.address);
    if (address !== undefined) fixed.set(claim, address);
    else
      reporter.reportIn(view.name, {
        rule: "services/address",
        path: [...claim.path, "address"],
        message: `"${claim.address}" is not an IP address`,
      });
  }
  checkTwice(view.name, fixed, reporter);
  if (pools === undefined) return;
  const namesAreRight = claims
    .map((claim) => checkPoolName(view.name, claim, pools, reporter))
    .every(Boolean);
  const addressesAreRight = [...fixed]
    .map(([claim, address]) => checkInPool(view.name, claim, address, pools, reporter))
    .every(Boolean);
  if (namesAreRight && addressesAreRight) checkSize(view.name, claims, fixed, pools, reporter);
}

function checkRanges({ name, cluster }: ClusterView, reporter: Reporter): void {
  const check = (path: Path, ranges: readonly string[]) =>
    ranges.forEach((text, index) => {
      if (parseCidr(text) !== undefined) return;
      const address = parseAddress(text);
      const hint =
        address === undefined
          ? 'is not an address range such as "192.168.0.0/16"'
          : `needs a length; write "${text}/${address.family === 4 ? 32 : 128}"`;
      reporter.reportIn(name, {
        rule: "services/address",
        path: [...path, "allowFrom", index],
        message: `"${text}" ${hint}`,
      });
    });
  check(["mesh", "ingress"], cluster.mesh.ingress.allowFrom);
  for (const dashboard of cluster.dashboards)
    check(["dashboards", dashboard.name], dashboard.allowFrom);
}

function claimsOf({ cluster }: ClusterView): Claim[] {
  const { ingress, values, era, preset } = cluster.mesh;
  const typePath =
    era === "legacy"
      ? ["istio", "gateways", "istio-ingressgateway", "type"]
      : ["gateway", "service", "type"];
  const type = valueAt(values, typePath);
  const claims: Claim[] = [];
  if (preset !== "minimal" && (type === undefined || type === "LoadBalancer"))
    claims.push({ ...ingress, path: ["mesh", "ingress"] });
  for (const { name, expose, address, pool } of cluster.dashboards) {
    if (expose === "loadBalancer") claims.push({ name, address, pool, path: ["dashboards", name] });
  }
  return claims;
}

function checkTwice(cluster: string, fixed: ReadonlyMap<Claim, Address>, reporter: Reporter): void {
  const first = new Map<string, Claim>();
  for (const [claim, { family, value }] of fixed) {
    const key = `${family} ${value}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, claim);
      continue;
    }
    const message = `${claim.address} is already the address of ${other.name}; give ${claim.name} another`;
    reporter.reportIn(cluster, {
      rule: "services/address",
      path: [...claim.path, "address"],
      message,
    });
  }
}

function checkPoolName(
  cluster: string,
  claim: Claim,
  pools: readonly ReadPool[],
  reporter: Reporter,
): boolean {
  const names = pools.map(({ pool }) => pool.name);
  if (claim.pool === undefined || names.includes(claim.pool)) return true;
  const nearest = suggest(claim.pool, names);
  const hint =
    nearest === undefined
      ? `pools are ${names.join(", ") || "none"}`
      : `did you mean "${nearest}"?`;
  reporter.reportIn(cluster, {
    rule: "services/pool",
    path: [...claim.path, "pool"],
    message: `there is no pool "${claim.pool}"; ${hint}`,
  });
  return false;
}

function checkInPool(
  cluster: string,
  claim: Claim,
  address: Address,
  pools: readonly ReadPool[],
  reporter: Reporter,
): boolean {
  const home = pools.find((pool) => holds(pool, address));
  const wanted =
    claim.pool === undefined ? home : pools.find(({ pool }) => pool.name === claim.pool);
  if (home !== undefined && home === wanted) return true;
  const inPool = claim.pool === undefined ? "in no pool" : `not in pool "${claim.pool}"`;
  const all = (wanted === undefined ? pools : [wanted])
    .flatMap(({ pool }) => pool.addresses)
    .join(", ");
  const message = `${claim.address} of ${claim.name} is ${inPool}; choose an address of ${all || "a pool"}`;
  reporter.reportIn(cluster, {
    rule: "services/address",
    path: [...claim.path, "address"],
    message,
  });
  return false;
}

/** MetalLB gives no address that ends in .0 or .255 out of a pool with avoidBuggyIPs, not even on request. */
function holds({ pool, ranges }: ReadPool, address: Address): boolean {
  const ending = address.value & 255n;
  if (pool.avoidBuggyIPs && address.family === 4 && (ending === 0n || ending === 255n))
    return false;
  return ranges.some(({ range }) => contains(range, address));
}

function checkSize(
  cluster: string,
  claims: readonly Claim[],
  fixed: ReadonlyMap<Claim, Address>,
  pools: readonly ReadPool[],
  reporter: Reporter,
): void {
  let open = 0n;
  for (const read of pools) {
    const size = read.ranges.reduce(
      (sum, { range }) => sum + countAddresses(range, read.pool.avoidBuggyIPs),
      0n,
    );
    const taken = claims.filter((claim) =>
      fixed.has(claim) ? holds(read, fixed.get(claim)!) : claim.pool === read.pool.name,
    );
    const free = size - BigInt(taken.length);
    if (free < 0n) {
      const message = `pool "${read.pool.name}" has ${count(size)}, and ${wanting(taken, "asks for one of it", "ask for one of it")}`;
      return reporter.reportIn(cluster, {
        rule: "services/pool-size",
        path: ["metallb", "pools"],
        message,
      });
    }
    if (read.pool.autoAssign) open += free;
  }
  const anywhere = claims.filter((claim) => claim.pool === undefined && !fixed.has(claim));
  if (BigInt(anywhere.length) <= open) return;
  const message = `the pools have ${count(open)} left, and ${wanting(anywhere, "needs one", "need one each")}; make a pool larger, or expose a dashboard by the gateway`;
  reporter.reportIn(cluster, { rule: "services/pool-size", path: ["metallb", "pools"], message });
}

function count(size: bigint): string {
  return size === 1n ? "1 address" : `${size} addresses`;
}

function wanting(claims: readonly Claim[], one: string, many: string): string {
  const isOne = claims.length === 1;
  const names = claims.map(({ name }) => name).join(", ");
  return `${claims.length} Service${isOne ? "" : "s"} of type LoadBalancer ${isOne ? one : many}: ${names}`;
}
