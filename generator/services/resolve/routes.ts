import type { App, HttpMatch, HttpRoute, StringMatch } from "../../core/fleet.ts";
import type { RequestMatchInput } from "../schema/matches.ts";
import type { RouteInput, VersionsInput } from "../schema/routes.ts";
import type { ServiceSettings } from "../settings.ts";
import type { Neighbours } from "./app.ts";

type Destination = HttpRoute["destinations"][number];
type Backend = App["backend"];
type StringMatchInput = string | { exact?: string; prefix?: string; regex?: string };

/** One destination as its user wrote it. */
interface DestinationInput {
  service?: string;
  port?: number;
  version?: string;
  weight?: number;
}

/**
 * Turns `routes` and `paths` into routes: those of `routes` first, in their order, then one of all `paths`.
 * @returns the routes, and a subset for each version of the service that one of them names
 */
export function resolveRoutes(
  settings: ServiceSettings,
  namespace: string,
  backend: Backend,
  neighbours: Neighbours,
): { routes: HttpRoute[]; subsets: App["subsets"][number][] } {
  const subsets = new Map<string, Readonly<Record<string, string>>>();
  addSubsets(subsets, settings.versions);
  for (const route of settings.routes ?? []) addSubsets(subsets, route.versions);

  const find = (input: DestinationInput): Destination => {
    const isOwn = input.service === undefined || input.service === backend.host;
    const known = isOwn ? backend : neighbours.backendOf(input.service!, namespace);
    if (isOwn && input.version !== undefined && !subsets.has(input.version))
      subsets.set(input.version, { version: input.version });
    return {
      host: known?.host ?? input.service!,
      port: input.port ?? known?.port ?? 80,
      ...(input.version !== undefined && { subset: input.version }),
      ...(input.weight !== undefined && { weight: input.weight }),
    };
  };

  const usual = {
    timeout: settings.timeout,
    retries: settings.retries,
    cors: settings.cors,
    headers: settings.headers,
  };
  const inputs: RouteInput[] = [...(settings.routes ?? [])];
  if (settings.paths !== undefined || settings.routes === undefined)
    inputs.push({ matches: settings.paths });
  const routes = inputs.map((route) =>
    resolveRoute(route, route.redirect ? {} : usual, settings.versions, find),
  );
  return { routes, subsets: [...subsets].map(([name, labels]) => ({ name, labels })) };
}

function resolveRoute(
  route: RouteInput,
  usual: Pick<RouteInput, "timeout" | "retries" | "cors" | "headers">,
  serviceVersions: VersionsInput | undefined,
  find: (input: DestinationInput) => Destination,
): HttpRoute {
  const { name, redirect, rewrite, fault, mirror } = route;
  const { timeout, retries, cors, headers } = { ...usual, ...withoutUndefined(route) };
  return {
    ...(name !== undefined && { name }),
    matches: (route.matches ?? []).map(resolveMatch),
    destinations: redirect ? [] : destinationsOf(route, serviceVersions).map(find),
    ...(redirect && {
      redirect: withoutUndefined({
        uri: redirect.path,
        authority: redirect.host,
        scheme: redirect.scheme,
        code: redirect.code,
      }),
    }),
    ...(rewrite && { rewrite: withoutUndefined({ uri: rewrite.path, authority: rewrite.host }) }),
    ...(timeout !== undefined && { timeout }),
    ...(retries && { retries: { ...retries } }),
    ...(fault && { fault: resolveFault(fault) }),
    ...(mirror && {
      mirror: {
        ...find(mirror),
        ...(mirror.percent !== undefined && { percentage: mirror.percent }),
      },
    }),
    ...(cors && { cors: { ...cors, allowOrigins: cors.allowOrigins.map(resolveString) } }),
    ...(headers && { headers }),
  };
}

/** What the route says, else the service's versions, else the service itself. A single destination needs no weight. */
function destinationsOf(
  route: RouteInput,
  serviceVersions: VersionsInput | undefined,
): DestinationInput[] {
  const versions = route.versions ?? serviceVersions;
  const destinations =
    route.destinations ??
    Object.entries(versions ?? {}).map(([version, share]) => ({
      version,
      weight: weightOf(share),
    }));
  if (destinations.length === 0) return [{}];
  if (destinations.length > 1) return destinations;
  const { weight: _, ...only } = destinations[0]!;
  return [only];
}

/** @returns the weight of an entry of `versions`, in its short or long form */
export function weightOf(share: VersionsInput[string]): number {
  return typeof share === "number" ? share : share.weight;
}

function addSubsets(
  subsets: Map<string, Readonly<Record<string, string>>>,
  versions: VersionsInput = {},
): void {
  for (const [version, share] of Object.entries(versions)) {
    const labels = typeof share === "number" ? undefined : share.labels;
    if (labels !== undefined || !subsets.has(version)) subsets.set(version, labels ?? { version });
  }
}

function resolveMatch(match: RequestMatchInput): HttpMatch {
  if (typeof match === "string") return { uri: { exact: match } };
  const { exact, prefix, regex, ignoreCase, method, headers, query } = match;
  const uri = exact !== undefined || prefix !== undefined || regex !== undefined;
  return {
    ...(uri && { uri: resolveString({ exact, prefix, regex }) }),
    ...(method !== undefined && { method: { exact: method } }),
    ...(headers && { headers: mapValues(headers, resolveString) }),
    ...(query && { queryParams: mapValues(query, resolveString) }),
    ...(ignoreCase && { ignoreUriCase: true }),
  };
}

function resolveString(match: StringMatchInput): StringMatch {
  if (typeof match === "string") return { exact: match };
  if (match.prefix !== undefined) return { prefix: match.prefix };
  return match.regex === undefined ? { exact: match.exact ?? "" } : { regex: match.regex };
}

function resolveFault({ delay, abort }: NonNullable<RouteInput["fault"]>): HttpRoute["fault"] {
  return {
    ...(delay && { delay: { percentage: delay.percent ?? 100, fixedDelay: delay.time } }),
    ...(abort && { abort: { percentage: abort.percent ?? 100, httpStatus: abort.status } }),
  };
}

function mapValues<From, To>(
  mapping: Record<string, From>,
  turn: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, turn(value)]));
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Fields;
}
