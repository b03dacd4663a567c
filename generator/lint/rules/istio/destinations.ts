import { get, isSet, items, type Field } from "../field.ts";
import { httpRoutes, routeDestinations } from "./virtual-service.ts";

/** Every Destination of a VirtualService: of its routes, mirrors included. */
export function destinationsOf(spec: Field): Field[] {
  const found = routeDestinations(spec).map((route) => get(route, "destination"));
  for (const route of httpRoutes(spec)) {
    found.push(get(route, "mirror"));
    for (const mirror of items(get(route, "mirrors"))) found.push(get(mirror, "destination"));
  }
  return found.filter(isSet);
}
