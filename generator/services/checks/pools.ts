import type { Metallb, Pool } from "../../core/fleet.ts";
import {
  contains,
  overlap,
  parseAddress,
  parsePoolRange,
  type Address,
  type Range,
} from "../../core/ip.ts";
import type { Reporter } from "../report.ts";
import type { ClusterView } from "./view.ts";

/** A pool with its addresses as numbers. */
export interface ReadPool {
  pool: Pool;
  ranges: readonly { range: Range; text: string; index: number }[];
}

/**
 * Checks the pools and peers of a cluster's MetalLB.
 * @returns the pools, or undefined where there are none or an address could not be read
 */
export function checkPools(view: ClusterView, reporter: Reporter): ReadPool[] | undefined {
  const { metallb } = view.cluster;
  if (metallb === undefined) return undefined;
  checkNames(view.name, metallb, reporter);
  checkPeers(view.name, metallb, reporter);
  const pools = metallb.pools.map((pool, index) => readPool(view.name, pool, index, reporter));
  if (pools.length === 0) {
    const message = "MetalLB has no pool, so no Service would get an address; name one under pools";
    reporter.reportIn(view.name, {
      rule: "services/pool",
      path: ["metallb"],
      part: "key",
      message,
    });
    return undefined;
  }
  checkOverlaps(view.name, pools, reporter);
  checkNodes(view, pools, reporter);
  const isWhole = pools.every(({ pool, ranges }) => ranges.length === pool.addresses.length);
  return isWhole ? pools : undefined;
}

function readPool(cluster: string, pool: Pool, poolIndex: number, reporter: Reporter): ReadPool {
  const ranges: ReadPool["ranges"][number][] = [];
  pool.addresses.forEach((text, index) => {
    const range = parsePoolRange(text);
    if (typeof range !== "string") ranges.push({ range, text, index });
    else
      reporter.reportIn(cluster, {
        rule: "services/address",
        path: ["metallb", "pools", poolIndex, "addresses", index],
        message: range,
      });
  });
  return { pool, ranges };
}

function checkNames(cluster: string, metallb: Metallb, reporter: Reporter): void {
  for (const list of ["pools", "peers"] as const) {
    const first = new Map<string, number>();
    metallb[list].forEach(({ name }, index) => {
      const other = first.get(name);
      if (other === undefined) return void first.set(name, index);
      const message = `${list} ${other + 1} and ${index + 1} are both called "${name}"; each needs a name of its own`;
      reporter.reportIn(cluster, {
        rule: "services/duplicate-name",
        path: ["metallb", list, index, "name"],
        message,
      });
    });
  }
}

function checkPeers(cluster: string, metallb: Metallb, reporter: Reporter): void {
  const report = (path: (string | number)[], message: string) =>
    reporter.reportIn(cluster, { rule: "services/pool", path: ["metallb", ...path], message });
  metallb.pools.forEach((pool, index) => {
    if (pool.protocol === "layer2" && pool.bgp !== undefined) {
      report(
        ["pools", index, "bgp"],
        `pool "${pool.name}" has protocol layer2, to which "bgp" does not apply; set protocol: bgp or remove it`,
      );
    }
    if (pool.protocol === "bgp" && metallb.peers.length === 0) {
      const message = `pool "${pool.name}" has protocol bgp, but no router is named under metallb.peers that would hear of it`;
      reporter.reportIn(cluster, {
        rule: "services/bgp-peer",
        path: ["metallb", "pools", index, "protocol"],
        message,
      });
    }
    if (metallb.era === "configmap" && pool.interfaces.length > 0) {
      report(
        ["pools", index, "interfaces"],
        `"interfaces" needs MetalLB 0.13.0 or newer, and this is ${metallb.version}`,
      );
    }
  });
  metallb.peers.forEach(({ peerAddress }, index) => {
    if (parseAddress(peerAddress) !== undefined) return;
    const path = ["metallb", "peers", index, "peerAddress"];
    reporter.reportIn(cluster, {
      rule: "services/address",
      path,
      message: `"${peerAddress}" is not an IP address`,
    });
  });
}

/** MetalLB refuses its whole configuration when two pools share an address. */
function checkOverlaps(cluster: string, pools: readonly ReadPool[], reporter: Reporter): void {
  const all = pools
    .flatMap(({ pool, ranges }, poolIndex) =>
      ranges.map((entry) => ({ ...entry, pool, poolIndex })),
    )
    .sort((a, b) => a.range.family - b.range.family || (a.range.first < b.range.first ? -1 : 1));
  let widest = all[0];
  for (const entry of all.slice(1)) {
    if (widest !== undefined && overlap(widest.range, entry.range)) {
      const [earlier, later] =
        entry.poolIndex < widest.poolIndex ||
        (entry.poolIndex === widest.poolIndex && entry.index < widest.index)
          ? [entry, widest]
          : [widest, entry];
      reporter.reportIn(cluster, {
        rule: "services/pool",
        path: ["metallb", "pools", later.poolIndex, "addresses", later.index],
        message: `${later.text} of pool "${later.pool.name}" overlaps with ${earlier.text} of pool "${earlier.pool.name}"; MetalLB refuses pools that share an address`,
      });
    }
    if (
      widest === undefined ||
      widest.range.family !== entry.range.family ||
      entry.range.last > widest.range.last
    )
      widest = entry;
  }
}

function checkNodes(view: ClusterView, pools: readonly ReadPool[], reporter: Reporter): void {
  const nodes: { address: Address; text: string }[] = [];
  view.settings.nodes.forEach((text, index) => {
    const address = parseAddress(text);
    if (address !== undefined) return void nodes.push({ address, text });
    reporter.reportIn(view.name, {
      rule: "services/address",
      path: ["nodes", index],
      message: `"${text}" is not an IP address`,
    });
  });
  pools.forEach(({ pool, ranges }, poolIndex) => {
    for (const { range, text, index } of ranges) {
      const node = nodes.find(({ address }) => contains(range, address));
      if (node === undefined) continue;
      const message = `${text} of pool "${pool.name}" covers the node ${node.text}; a Service could take the node's address away`;
      reporter.reportIn(view.name, {
        rule: "services/pool",
        path: ["metallb", "pools", poolIndex, "addresses", index],
        message,
      });
    }
  });
}
