import { get, items, text, type Field } from "../field.ts";

/** @returns NONE, STATIC, DNS, DNS_ROUND_ROBIN or DYNAMIC_DNS; undefined where it cannot be known */
export function resolutionOf(spec: Field): string | undefined {
  const resolution = get(spec, "resolution");
  return resolution.value === undefined || resolution.value === null ? "NONE" : text(resolution);
}

export function isDns(resolution: string | undefined): boolean {
  return resolution === "DNS" || resolution === "DNS_ROUND_ROBIN";
}

/** @returns the ports with their protocol, which is empty where none is said; ports with an unknown one are left out */
export function portProtocols(spec: Field): { port: Field; protocol: string }[] {
  return items(get(spec, "ports")).flatMap((port) => {
    const protocol = get(port, "protocol");
    const value = protocol.value === undefined || protocol.value === null ? "" : text(protocol);
    return value === undefined ? [] : [{ port, protocol: value }];
  });
}
