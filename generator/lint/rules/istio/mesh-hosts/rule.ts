import { isSameObject, type Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, texts } from "../../field.ts";
import { hostMatches } from "../gateway-host-match.ts";
import { toFqdn } from "../host-lookup.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { isForGateways } from "../virtual-service.ts";

interface Claim {
  service: Resource;
  path: readonly (string | number)[];
  host: string;
  scopes: readonly string[];
}

/** Source: virtualservice.ConflictingMeshGatewayHostsAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/mesh-hosts",
  severity: "error",
  summary: "One VirtualService at most speaks for a host inside the mesh",
  aliases: ["IST0109"],
  scope: "build",
  check(context) {
    const claims = newClaims();
    for (const service of context.resources(VIRTUAL_SERVICE)) {
      const spec = get({ path: [], value: service.data }, "spec");
      if (isForGateways(spec)) continue;
      const own = service.id.namespace ?? "default";
      const exportTo = texts(get(spec, "exportTo")).map(({ value }) =>
        value === "." ? own : value,
      );
      const scopes = exportTo.length === 0 || exportTo.includes("*") ? ["*"] : exportTo;
      const reported = new Set<Resource>();
      for (const { value, field } of texts(get(spec, "hosts"))) {
        const claim: Claim = { service, path: field.path, host: toFqdn(value, own), scopes };
        const other = claims
          .near(claim.host)
          .find((earlier) => !isSameObject(earlier.service, service) && conflict(earlier, claim));
        claims.add(claim);
        if (!other || reported.has(other.service)) continue;
        reported.add(other.service);
        const at = other.service.locate(other.path);
        const message = `VirtualService "${other.service.id.name}" in namespace "${other.service.id.namespace ?? "default"}" speaks for host "${value}" in the mesh already; only one of the two counts, merge them`;
        context.report({
          resource: service,
          path: field.path,
          message,
          related: [{ message: "the other VirtualService", at }],
        });
      }
    }
  },
};

/** Claims so far, found by host: those of the same host, and those with wildcards, which may match it. */
function newClaims() {
  const all: Claim[] = [];
  const wildcards: Claim[] = [];
  const byHost = new Map<string, Claim[]>();
  return {
    add(claim: Claim): void {
      all.push(claim);
      if (claim.host.startsWith("*")) wildcards.push(claim);
      const same = byHost.get(claim.host.toLowerCase());
      if (same) same.push(claim);
      else byHost.set(claim.host.toLowerCase(), [claim]);
    },
    near: (host: string): readonly Claim[] =>
      host.startsWith("*") ? all : [...(byHost.get(host.toLowerCase()) ?? []), ...wildcards],
  };
}

/** The same host in the same scope; or one that everybody sees beside a narrower one that it matches. */
function conflict(left: Claim, right: Claim): boolean {
  const [isLeftOpen, isRightOpen] = [left.scopes.includes("*"), right.scopes.includes("*")];
  if (isLeftOpen === isRightOpen)
    return left.host === right.host && left.scopes.some((scope) => right.scopes.includes(scope));
  return hostMatches(left.host, right.host);
}
