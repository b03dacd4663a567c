/** The protocols that a port of an Istio resource may name, in any case of letters (pkg/config/protocol of istio/istio). */
const PROTOCOLS = [
  "HTTP",
  "HTTP2",
  "HTTPS",
  "GRPC",
  "GRPC-WEB",
  "TCP",
  "TLS",
  "MONGO",
  "REDIS",
  "MYSQL",
  "UDP",
  "HTTP_PROXY",
];
const HTTP = new Set(["HTTP", "HTTP2", "HTTP_PROXY", "GRPC", "GRPC-WEB"]);
const TLS = new Set(["HTTPS", "TLS"]);
const TCP = new Set(["TCP", "HTTPS", "TLS", "MONGO", "REDIS", "MYSQL"]);

export const PROTOCOL_LIST = PROTOCOLS.join(", ");

export function isProtocol(value: string): boolean {
  return PROTOCOLS.includes(value.toUpperCase());
}

/** @returns whether requests on such a port are HTTP in plain text */
export function isHttp(protocol: string): boolean {
  return HTTP.has(protocol.toUpperCase());
}

/** @returns whether such a port begins with a TLS handshake */
export function isTls(protocol: string): boolean {
  return TLS.has(protocol.toUpperCase());
}

/** @returns whether such a port is a stream to the proxy, TLS included */
export function isTcp(protocol: string): boolean {
  return TCP.has(protocol.toUpperCase());
}
