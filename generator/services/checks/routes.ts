import type { Path } from "../../core/path.ts";
import { suggest } from "../../core/suggest.ts";
import { durationProblem } from "../duration.ts";
import type { Reporter } from "../report.ts";
import type { ServiceRuleName } from "../rules.ts";
import type { RouteInput, VersionsInput } from "../schema/routes.ts";
import { weightOf } from "../resolve/routes.ts";
import { isAtLeast } from "../versions.ts";
import { checkMatch, checkStringMatch, type Report } from "./matches.ts";
import type { ClusterView, ServiceView } from "./view.ts";

/** What a redirect leaves nothing for. */
const answered = [
  "destinations",
  "versions",
  "rewrite",
  "mirror",
  "fault",
  "timeout",
  "retries",
] as const;

/** Checks a service's HTTP routes in one cluster. Sources: Istio's own validation, and the fields of its API by version. */
export function checkRoutes(view: ClusterView, service: ServiceView, reporter: Reporter): void {
  const { settings, app } = service;
  if (app.protocol !== "http") return;
  const { mesh } = view.cluster;
  const report: Report = (rule, path, message, part) =>
    reporter.reportFor(view.name, service.name, { rule, path, message, part });
  const since = (minimum: string, path: Path, what: string) => {
    if (isAtLeast(mesh.istio, minimum)) return;
    report(
      "services/istio-field",
      path,
      `${what} needs Istio ${minimum} or newer, and this is ${mesh.istio}`,
    );
  };
  const context = { view, service, report, since };

  settings.paths?.forEach((match, index) =>
    checkMatch(match, ["paths", index], mesh.era, report, since),
  );
  if (settings.versions)
    checkWeights(context, ["versions"], Object.values(settings.versions).map(weightOf));
  checkPolicies(context, settings, []);
  settings.routes?.forEach((route, index) => checkRoute(context, route, ["routes", index]));
}

interface Context {
  view: ClusterView;
  service: ServiceView;
  report: Report;
  since(minimum: string, path: Path, what: string): void;
}

function checkRoute(context: Context, route: RouteInput, path: Path): void {
  const { view, report, since } = context;
  route.matches?.forEach((match, index) =>
    checkMatch(match, [...path, "matches", index], view.cluster.mesh.era, report, since),
  );
  if (route.name !== undefined) since("1.3.0", [...path, "name"], "the name of a route");
  checkRedirect(context, route, path);
  checkDestinations(context, route, path);
  checkPolicies(context, route, path);
  if (route.mirror) checkDestination(context, route.mirror, [...path, "mirror"]);
  if ((route.mirror?.percent ?? 100) < 100)
    since("1.5.0", [...path, "mirror", "percent"], "mirroring a part of the requests");
  if (route.fault?.delay)
    checkDuration(context, route.fault.delay.time, [...path, "fault", "delay", "time"]);
}

function checkRedirect({ report, since }: Context, route: RouteInput, path: Path): void {
  const { redirect } = route;
  if (redirect === undefined) return;
  for (const field of answered) {
    if (route[field] === undefined) continue;
    report(
      "services/route",
      [...path, field],
      `a route with a redirect asks no service, so "${field}" cannot go with it; remove one of the two`,
      "key",
    );
  }
  if (redirect.code !== undefined)
    since("1.3.0", [...path, "redirect", "code"], "the status of a redirect");
  if (redirect.scheme !== undefined)
    since("1.22.0", [...path, "redirect", "scheme"], "the scheme of a redirect");
}

function checkDestinations(context: Context, route: RouteInput, path: Path): void {
  const { report } = context;
  const { destinations, versions } = route;
  if (destinations !== undefined && versions !== undefined) {
    report(
      "services/route",
      [...path, "versions"],
      '"destinations" and "versions" both say where requests go; keep one',
      "key",
    );
  }
  if (versions !== undefined)
    checkWeights(context, [...path, "versions"], Object.values(versions).map(weightOf));
  destinations?.forEach((destination, index) => {
    checkDestination(context, destination, [...path, "destinations", index]);
    if (destinations.length > 1 && destination.weight === undefined) {
      report(
        "services/weights",
        [...path, "destinations", index],
        "there are several destinations, so each needs a weight",
      );
    }
  });
  const weights = destinations?.map(({ weight }) => weight) ?? [];
  if (weights.length > 1 && weights.every((weight) => weight !== undefined))
    checkWeights(context, [...path, "destinations"], weights);
}

/** Istio up to 1.5 wants a sum of 100; newer ones share out by proportion and refuse only a sum of 0. */
function checkWeights({ view, report }: Context, path: Path, weights: readonly number[]): void {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const { era, istio } = view.cluster.mesh;
  if (era === "legacy" && weights.length > 1 && sum !== 100) {
    return report(
      "services/weights",
      path,
      `the weights add up to ${sum}; Istio ${istio} wants exactly 100`,
    );
  }
  if (sum === 0 && weights.length > 1)
    report("services/weights", path, "the weights add up to 0, so no request could go anywhere");
}

function checkDestination(
  context: Context,
  destination: { service?: string; version?: string },
  path: Path,
): void {
  const { view, service, report } = context;
  const target = destination.service ?? service.name;
  const isOwn = destination.service === undefined || target === service.app.backend.host;
  const known = isOwn ? service : view.services.find(({ name }) => name === target);
  if (known === undefined) {
    const elsewhere = Object.hasOwn(view.input.services ?? {}, target);
    if (elsewhere)
      report(
        "services/destination",
        [...path, "service"],
        `service "${target}" does not run in this cluster`,
      );
    return;
  }
  if (destination.version === undefined) return;
  const declared = declaredVersions(known);
  if (isOwn && declared.length === 0) return;
  if (declared.includes(destination.version)) return;
  const nearest = suggest(destination.version, declared);
  const listed =
    nearest === undefined
      ? `; its versions are ${declared.join(", ")}`
      : `, did you mean "${nearest}"?`;
  const hint = declared.length === 0 ? '; it declares none under "versions"' : listed;
  report(
    "services/destination",
    [...path, "version"],
    `service ${known.name} has no version "${destination.version}"${hint}`,
  );
}

function declaredVersions({ settings }: ServiceView): string[] {
  const all: (VersionsInput | undefined)[] = [
    settings.versions,
    ...(settings.routes ?? []).map(({ versions }) => versions),
  ];
  return [...new Set(all.flatMap((versions) => Object.keys(versions ?? {})))];
}

/** Timeout, retries and CORS, of a route or of the service for all its routes. */
function checkPolicies(
  context: Context,
  policies: Pick<RouteInput, "timeout" | "retries" | "cors">,
  path: Path,
): void {
  const { timeout, retries, cors } = policies;
  const { view, report, since } = context;
  if (timeout !== undefined) checkDuration(context, timeout, [...path, "timeout"]);
  if (retries?.perTryTimeout !== undefined)
    checkDuration(context, retries.perTryTimeout, [...path, "retries", "perTryTimeout"]);
  if (
    retries?.attempts === 0 &&
    (retries.perTryTimeout !== undefined || retries.retryOn !== undefined)
  ) {
    report(
      "services/route",
      [...path, "retries", "attempts"],
      "with 0 attempts there is nothing that perTryTimeout or retryOn could apply to; remove them",
    );
  }
  if (cors?.maxAge !== undefined) checkDuration(context, cors.maxAge, [...path, "cors", "maxAge"]);
  cors?.allowOrigins.forEach((origin, index) => {
    const at = [...path, "cors", "allowOrigins", index];
    checkStringMatch(origin, at, view.cluster.mesh.era, report);
    if (typeof origin === "object" && origin.exact === undefined)
      since("1.5.0", at, "an origin by prefix or regex");
  });
}

function checkDuration({ report }: Context, text: string, path: Path): void {
  const problem = durationProblem(text);
  if (problem !== undefined) report("services/format" satisfies ServiceRuleName, path, problem);
}
