import type { App, HttpMatch, HttpRoute, Mesh } from "../core/fleet.ts";

/** The spec of a service's VirtualService, bound to its own Gateway; routes in the user's order, for the first that matches wins. */
export function virtualServiceSpec(app: App, era: Mesh["era"]): Record<string, unknown> {
  const gateways = [`${app.name}-gateway`];
  const { protocol, gatewayPort: port = 443, hosts, backend } = app;
  const route = [{ destination: destinationOf(backend) }];
  if (protocol === "tcp") return { hosts: ["*"], gateways, tcp: [{ match: [{ port }], route }] };
  if (protocol === "tls-passthrough")
    return { hosts, gateways, tls: [{ match: [{ port, sniHosts: hosts }], route }] };
  return { hosts, gateways, http: app.routes.map((http) => httpRoute(http, era)) };
}

function httpRoute(route: HttpRoute, era: Mesh["era"]): Record<string, unknown> {
  const { fault, mirror, redirect, destinations } = route;
  return {
    name: route.name,
    match: route.matches.length > 0 ? route.matches.map(matchOf) : undefined,
    redirect: redirect && {
      uri: redirect.uri,
      authority: redirect.authority,
      scheme: redirect.scheme,
      redirectCode: redirect.code,
    },
    rewrite: route.rewrite,
    route: redirect
      ? undefined
      : destinations.map((to) => ({
          destination: destinationOf(to),
          weight: destinations.length > 1 ? to.weight : undefined,
        })),
    timeout: route.timeout,
    retries: route.retries,
    fault: fault && {
      delay: fault.delay && {
        percentage: { value: fault.delay.percentage },
        fixedDelay: fault.delay.fixedDelay,
      },
      abort: fault.abort && {
        percentage: { value: fault.abort.percentage },
        httpStatus: fault.abort.httpStatus,
      },
    },
    mirror: mirror && destinationOf(mirror),
    mirrorPercentage: mirror?.percentage === undefined ? undefined : { value: mirror.percentage },
    corsPolicy: corsPolicy(route, era),
    headers: route.headers,
  };
}

function matchOf({
  uri,
  ignoreUriCase,
  method,
  headers,
  queryParams,
}: HttpMatch): Record<string, unknown> {
  return { uri, ignoreUriCase, method, headers, queryParams };
}

function destinationOf({
  host,
  subset,
  port,
}: {
  host: string;
  subset?: string;
  port: number;
}): Record<string, unknown> {
  return { host, subset, port: { number: port } };
}

/** Istio 1.1 to 1.5 know exact origins only, under another name (FACTS.md 1.8). */
function corsPolicy({ cors }: HttpRoute, era: Mesh["era"]): Record<string, unknown> | undefined {
  if (!cors) return undefined;
  const { allowOrigins, ...rest } = cors;
  if (era === "modern") return { allowOrigins, ...rest };
  return {
    allowOrigin: allowOrigins.map((origin) => ("exact" in origin ? origin.exact : "*")),
    ...rest,
  };
}
