import type { App } from "../core/fleet.ts";

/**
 * The spec of a service's Gateway on the ingress gateway: HTTP on port 80, HTTPS on 443 where it has a certificate, or a raw protocol.
 * The Secret of `credentialName` lies in the ingress gateway's namespace.
 */
export function gatewaySpec(app: App): Record<string, unknown> {
  return { selector: { istio: "ingressgateway" }, servers: serversOf(app) };
}

function serversOf(app: App): Record<string, unknown>[] {
  const { hosts, protocol, gatewayPort = 443, tls } = app;
  if (protocol === "tcp") {
    return [
      { port: { number: gatewayPort, name: `tcp-${gatewayPort}`, protocol: "TCP" }, hosts: ["*"] },
    ];
  }
  if (protocol === "tls-passthrough") {
    return [
      {
        port: { number: gatewayPort, name: "tls", protocol: "TLS" },
        hosts,
        tls: { mode: "PASSTHROUGH" },
      },
    ];
  }
  const http = { port: { number: 80, name: "http", protocol: "HTTP" }, hosts };
  if (!tls) return [http];
  const https = {
    port: { number: 443, name: "https", protocol: "HTTPS" },
    hosts,
    tls: {
      mode: tls.clientCa ? "MUTUAL" : "SIMPLE",
      credentialName: tls.secret,
      minProtocolVersion: tls.minVersion,
    },
  };
  return [tls.redirect ? { ...http, tls: { httpsRedirect: true } } : http, https];
}
