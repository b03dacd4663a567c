import { get, isSet, items, type Field } from "../field.ts";

/** Every Destination of a VirtualService: of its routes, mirrors included. */
export function destinationsOf(spec: Field): Field[] {
  const routed = ["tcp", "tls", "http"].flatMap((protocol) =>
    items(get(spec, protocol)).flatMap((rule) =>
      items(get(rule, "route")).map((route) => get(route, "destination")),
    ),
  );
  const mirrored = items(get(spec, "http")).flatMap((rule) => [
    get(rule, "mirror"),
    ...items(get(rule, "mirrors")).map((mirror) => get(mirror, "destination")),
  ]);
  return [...routed, ...mirrored].filter(isSet);
}
