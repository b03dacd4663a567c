import { contains, parseAddress } from "../../../../core/ip.ts";
import { suggest } from "../../../../core/suggest.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, text } from "../../field.ts";
import { IP_ADDRESS_POOL } from "../kinds.ts";
import { rangesOf } from "../world.ts";

const PREFIXES = ["metallb.io", "metallb.universe.tf"];

/** Source: controller/service.go of metallb/metallb. */
export const rule: Rule = {
  name: "metallb/service-address",
  severity: "warning",
  summary: "A Service asks for a pool that exists and for addresses that a pool holds",
  scope: "build",
  check(context) {
    const pools = context.resources(IP_ADDRESS_POOL);
    if (pools.length === 0 || context.partial) return;
    for (const service of context.resources("Service")) {
      const root: Field = { path: [], value: service.data };
      if (get(root, "spec", "type").value !== "LoadBalancer") continue;
      const asked = PREFIXES.map((prefix) =>
        get(root, "metadata", "annotations", `${prefix}/loadBalancerIPs`),
      ).find((field) => text(field));
      const direct = get(root, "spec", "loadBalancerIP");
      if (asked && text(direct)) {
        context.report({
          resource: service,
          path: direct.path,
          severity: "error",
          message:
            "spec.loadBalancerIP and the annotation loadBalancerIPs exclude each other, MetalLB gives no address; take this one out",
        });
      }
      const pool = PREFIXES.map((prefix) =>
        get(root, "metadata", "annotations", `${prefix}/address-pool`),
      ).find((field) => text(field));
      const named = pool && text(pool);
      const chosen =
        named === undefined ? pools : pools.filter((candidate) => candidate.id.name === named);
      if (pool && named && chosen.length === 0) {
        const candidate = suggest(
          named,
          pools.map((other) => other.id.name),
        );
        context.report({
          resource: service,
          path: pool.path,
          message: `no IPAddressPool is named "${named}"${candidate ? `, did you mean "${candidate}"?` : ""}; the Service gets no address`,
        });
        continue;
      }
      for (const field of [asked, direct]) {
        const message = field && checkAddresses(text(field) ?? "", chosen, named);
        if (message) context.report({ resource: service, path: field.path, message });
      }
    }
  },
};

function checkAddresses(
  list: string,
  pools: readonly Resource[],
  named: string | undefined,
): string | undefined {
  for (const part of list.split(",").map((each) => each.trim())) {
    const address = parseAddress(part);
    if (
      part === "" ||
      pools.some((pool) => address && rangesOf(pool).some((range) => contains(range, address)))
    )
      continue;
    const where = named === undefined ? "no pool" : `pool "${named}" does not`;
    return address
      ? `${where} hold${named === undefined ? "s" : ""} ${part}; the Service gets no address`
      : `"${part}" is no IP address`;
  }
  return undefined;
}
