import type { Reporter } from "../report.ts";
import type { ClusterView, ServiceView } from "./view.ts";

const httpFields = [
  "paths",
  "routes",
  "versions",
  "timeout",
  "retries",
  "cors",
  "headers",
  "tls",
] as const;

/** Ports that the gateway uses itself: HTTP, HTTPS, and those of status, proxy and metrics. */
const gatewayPorts = new Map([
  [80, "HTTP"],
  [443, "HTTPS"],
  [15000, "the proxy"],
  [15001, "the proxy"],
  [15006, "the proxy"],
  [15020, "the proxy's status"],
  [15021, "the proxy's status"],
  [15090, "the proxy's metrics"],
]);

/** Checks that a raw protocol has a port and no HTTP fields, and that no two share a port. */
export function checkProtocols(view: ClusterView, reporter: Reporter): void {
  const users = new Map<number, ServiceView>();
  for (const service of view.services) {
    checkFields(view, service, reporter);
    const { protocol, gatewayPort } = service.app;
    if (protocol === "http" || gatewayPort === undefined) continue;
    const problem = findPortProblem(service, gatewayPort, users.get(gatewayPort));
    if (problem !== undefined)
      reporter.reportFor(view.name, service.name, {
        rule: "services/gateway-port",
        path: ["gatewayPort"],
        message: problem,
      });
    else users.set(gatewayPort, service);
  }
}

function checkFields(
  view: ClusterView,
  { name, settings, app }: ServiceView,
  reporter: Reporter,
): void {
  if (app.protocol === "http") {
    if (settings.gatewayPort === undefined) return;
    const message =
      "gatewayPort is for the protocols tcp and tls-passthrough; HTTP comes in by ports 80 and 443";
    return reporter.reportFor(view.name, name, {
      rule: "services/protocol",
      path: ["gatewayPort"],
      part: "key",
      message,
    });
  }
  for (const field of httpFields) {
    if (settings[field] === undefined) continue;
    const message = `"${field}" is for HTTP, and service ${name} has protocol ${app.protocol}; remove it or the protocol`;
    reporter.reportFor(view.name, name, {
      rule: "services/protocol",
      path: [field],
      part: "key",
      message,
    });
  }
  if (app.protocol === "tcp" && app.gatewayPort === undefined) {
    const message = `service ${name} has protocol tcp and needs "gatewayPort", the port at the gateway that is its own`;
    reporter.reportFor(view.name, name, {
      rule: "services/gateway-port",
      path: ["protocol"],
      message,
    });
  }
}

function findPortProblem(
  { name, app }: ServiceView,
  port: number,
  other: ServiceView | undefined,
): string | undefined {
  const isPassthrough = app.protocol === "tls-passthrough";
  const use = gatewayPorts.get(port);
  if (use !== undefined && !(isPassthrough && port === 443))
    return `port ${port} of the gateway is for ${use}; choose another gatewayPort for ${name}`;
  if (other === undefined || (isPassthrough && other.app.protocol === "tls-passthrough"))
    return undefined;
  return `port ${port} of the gateway is taken by service ${other.name}; choose another gatewayPort for ${name}`;
}
