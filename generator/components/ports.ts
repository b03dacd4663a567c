import type { App } from "../core/fleet.ts";

/** @returns the gateway ports, beside 80 and 443, that services of raw protocols listen on; sorted, each once */
export function rawPorts(apps: readonly App[]): number[] {
  const ports = apps
    .filter(({ protocol }) => protocol !== "http")
    .map(({ gatewayPort }) => gatewayPort ?? 443);
  return [...new Set(ports)].filter((port) => port !== 80 && port !== 443).sort((a, b) => a - b);
}
