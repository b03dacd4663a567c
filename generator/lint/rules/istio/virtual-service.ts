import { isMapping } from "../../../core/json.ts";
import { get, isFilled, items, texts, type Field } from "../field.ts";

// What several rules ask of a VirtualService: pkg/config/validation of istio/istio.

/** @returns whether other VirtualServices delegate to this one, which then has no hosts of its own */
export function isDelegate(spec: Field): boolean {
  return !isFilled(get(spec, "hosts"));
}

/** @returns whether the routes are for gateways alone: gateways are listed, and `mesh` is none of them */
export function isForGateways(spec: Field): boolean {
  const gateways = get(spec, "gateways");
  return isFilled(gateways) && texts(gateways).every(({ value }) => value !== "mesh");
}

/** What routes a VirtualService has. Many rules ask, so each answer is kept as long as the VirtualService is. */
interface Routes {
  readonly http: readonly Field[];
  readonly tls: readonly Field[];
  readonly tcp: readonly Field[];
  /** The destinations of all of them, with their weights: of HTTP, TLS and TCP. */
  readonly weighted: readonly Field[];
}

const known = new WeakMap<object, Routes>();
const none: Routes = { http: [], tls: [], tcp: [], weighted: [] };

/** @param spec of a VirtualService */
export function routesOf(spec: Field): Routes {
  if (!isMapping(spec.value)) return none;
  const found = known.get(spec.value) ?? findRoutes(spec);
  known.set(spec.value, found);
  return found;
}

function findRoutes(spec: Field): Routes {
  const [http, tls, tcp] = [
    items(get(spec, "http")),
    items(get(spec, "tls")),
    items(get(spec, "tcp")),
  ];
  const weighted = [http, tls, tcp].flatMap((routes) =>
    routes.flatMap((route) => items(get(route, "route"))),
  );
  return { http, tls, tcp, weighted };
}

export function httpRoutes(spec: Field): readonly Field[] {
  return routesOf(spec).http;
}

/** @returns the destinations of every route, with their weights: of HTTP, TLS and TCP */
export function routeDestinations(spec: Field): readonly Field[] {
  return routesOf(spec).weighted;
}
