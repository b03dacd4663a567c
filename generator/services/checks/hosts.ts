import type { HttpMatch } from "../../core/fleet.ts";
import type { Path } from "../../core/path.ts";
import type { Reporter } from "../report.ts";
import { createMatchIndex, type Overlap, type RoutedMatch } from "./overlap.ts";
import type { ClusterView, ServiceView } from "./view.ts";

/** One user of a host name at the gateway. */
interface Claim {
  name: string;
  /** The service, or undefined for a dashboard. */
  service?: ServiceView;
  path: Path;
  isEncrypted: boolean;
  matches: readonly RoutedMatch[];
}

/**
 * Checks that the gateway can tell apart the requests of services that share a host. Istio joins the routes of VirtualServices with
 * the same host at one gateway, in an order that it leaves open; only a route for all requests always comes last
 * (istio `CombineVHostRoutes` in 1.1, `SortVHostRoutes` today). Of two TLS servers with one host it drops one (`MergeGateways`).
 */
export function checkHosts(view: ClusterView, reporter: Reporter): void {
  const claims = new Map<string, Claim[]>();
  const claim = (host: string, entry: Claim) => {
    const others = claims.get(host);
    if (others === undefined) claims.set(host, [entry]);
    else others.push(entry);
  };
  for (const service of view.services) {
    if (service.app.protocol === "tcp") continue;
    const matches = matchesOf(service);
    const isEncrypted = service.app.tls !== undefined || service.app.protocol === "tls-passthrough";
    service.app.hosts.forEach((host, index) =>
      claim(host, { name: service.name, service, path: ["hosts", index], isEncrypted, matches }),
    );
  }
  for (const { name, expose, host, tls } of view.cluster.dashboards) {
    if (expose !== "gateway" || host === undefined) continue;
    claim(host, {
      name: `dashboard ${name}`,
      path: ["dashboards", name],
      isEncrypted: tls !== undefined,
      matches: [{ match: {}, path: [] }],
    });
  }
  for (const [host, entries] of claims)
    if (entries.length > 1) checkHost(view, host, entries, reporter);
}

/** Reports each user of a host that gets into an earlier one's way, once. */
function checkHost(
  view: ClusterView,
  host: string,
  claims: readonly Claim[],
  reporter: Reporter,
): void {
  const index = createMatchIndex<Claim>();
  let encrypted: Claim | undefined;
  for (const claim of claims) {
    const isPassthrough = claim.service?.app.protocol === "tls-passthrough";
    const overlap = isPassthrough ? undefined : index.find(claim.matches);
    if (claim.isEncrypted && encrypted !== undefined)
      reportTls(view, host, encrypted, claim, reporter);
    else if (overlap !== undefined) reportOverlap(view, host, claim, overlap, reporter);
    if (claim.isEncrypted) encrypted ??= claim;
    if (!isPassthrough) index.add(claim, claim.matches);
  }
}

function reportTls(
  view: ClusterView,
  host: string,
  earlier: Claim,
  later: Claim,
  reporter: Reporter,
): void {
  const message = `${later.name} and ${earlier.name} both have TLS for host ${host}; Istio's gateway takes one of them and drops the other, so give each a host of its own`;
  reportClaim(view, later, "services/duplicate-host", later.path, message, reporter);
}

function reportOverlap(
  view: ClusterView,
  host: string,
  claim: Claim,
  overlap: Overlap<Claim>,
  reporter: Reporter,
): void {
  const { owner, ours, theirs, isSame } = overlap;
  if (isSame) {
    const message = `${claim.name} and ${owner.name} both answer ${describeMatch(ours.match)} of host ${host}; give each a host or a path of its own`;
    return reportClaim(view, claim, "services/duplicate-host", ours.path, message, reporter);
  }
  const message = `${describeMatch(ours.match)} of ${claim.name} and ${describeMatch(theirs)} of ${owner.name} match some of the same requests of host ${host}, and Istio does not say which comes first; write both as routes of one service`;
  reportClaim(view, claim, "services/route-order", ours.path, message, reporter);
}

function reportClaim(
  view: ClusterView,
  claim: Claim,
  rule: "services/duplicate-host" | "services/route-order",
  path: Path,
  message: string,
  reporter: Reporter,
): void {
  const part = claim.service === undefined || path.length === 0 ? "key" : "value";
  if (claim.service === undefined)
    reporter.reportIn(view.name, { rule, path: claim.path, part, message });
  else reporter.reportFor(view.name, claim.name, { rule, path, part, message });
}

/** Every match of a service with the place where it is written: routes in their order, then paths, as `resolve/routes.ts` joins them. */
function matchesOf({ settings, app }: ServiceView): RoutedMatch[] {
  const inRoutes = settings.routes?.length ?? 0;
  return app.routes.flatMap((route, routeIndex) => {
    const base: Path = routeIndex < inRoutes ? ["routes", routeIndex, "matches"] : ["paths"];
    if (route.matches.length === 0) return [{ match: {}, path: base.slice(0, -1) }];
    return route.matches.map((match, index) => ({ match, path: [...base, index] }));
  });
}

function describeMatch(match: HttpMatch): string {
  const { uri, method, headers, queryParams } = match;
  const more = headers !== undefined || queryParams !== undefined ? " with conditions" : "";
  const verb = method !== undefined && "exact" in method ? `${method.exact} ` : "";
  if (uri === undefined) return `${verb}all requests${more}`;
  const [[kind, value] = ["", ""]] = Object.entries(uri);
  return `${verb}${kind === "exact" ? "" : `${kind} `}${value}${more}`;
}
