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

export function httpRoutes(spec: Field): Field[] {
  return items(get(spec, "http"));
}

/** @returns the destinations of every route, with their weights: of HTTP, TLS and TCP */
export function routeDestinations(spec: Field): Field[] {
  return ["http", "tls", "tcp"].flatMap((key) =>
    items(get(spec, key)).flatMap((route) => items(get(route, "route"))),
  );
}
