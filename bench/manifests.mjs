// Writes folders of Gateways and VirtualServices that differ in size and content; the same number gives the same files.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A linear congruential generator, so that every run reads the same files. */
function createRandom(seed) {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return {
    upTo: (most) => 1 + Math.floor(next() * most),
    chance: (share) => next() < share,
    one: (values) => values[Math.floor(next() * values.length)],
  };
}

/**
 * Writes files, a hundred in a folder: every fifth a Gateway, the others VirtualServices.
 * @param folder exists and is empty
 */
export function writeManifests(folder, count) {
  const random = createRandom(2019);
  for (let index = 0; index < count; index++) {
    const team = `team-${Math.floor(index / 100)}`;
    if (index % 100 === 0) mkdirSync(join(folder, team));
    const gateway = index - (index % 5);
    const text =
      index % 5 === 0 ? gatewayText(index, team, random) : routesText(index, gateway, team, random);
    writeFileSync(join(folder, team, `file-${index}.yaml`), text);
  }
}

function gatewayText(index, team, random) {
  const servers = Array.from({ length: random.upTo(3) }, (_, port) => {
    const secure = random.chance(0.4);
    return `    - port:
        number: ${(secure ? 8443 : 8080) + port}
        name: ${secure ? "https" : "http"}-${port}
        protocol: ${secure ? "HTTPS" : "HTTP"}
      hosts:
${[0, 1, 2, 3].map((host) => `        - "service-${index + 1 + host}.example.com"`).join("\n")}${
      secure
        ? `\n      tls:\n        mode: SIMPLE\n        credentialName: certificate-${index}`
        : ""
    }`;
  });
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: gateway-${index}
  namespace: ${team}
spec:
  selector:
    istio: ingressgateway
  servers:
${servers.join("\n")}
`;
}

function routesText(index, gateway, team, random) {
  const routes = Array.from({ length: random.upTo(6) }, (_, route) =>
    routeText(index, route, random),
  );
  const labels = random.chance(0.5)
    ? `\n  labels:\n    app.kubernetes.io/name: service-${index}`
    : "";
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: service-${index}
  namespace: ${team}${labels}
spec:
  hosts:
    - service-${index}.example.com
  gateways:
    - gateway-${gateway}
  http:
${routes.join("\n")}
`;
}

function routeText(index, route, random) {
  const uris = Array.from(
    { length: random.upTo(3) },
    (_, match) => `        - uri:
            ${random.one(["exact", "prefix"])}: /path-${route}-${match}${
              random.chance(0.3)
                ? `
          headers:
            x-version:
              exact: "v${random.upTo(9)}"`
                : ""
            }`,
  );
  const weights = random.chance(0.4) ? [90, 10] : [100];
  const destinations = weights.map(
    (weight, part) => `        - destination:
            host: backend-${index}${part === 0 ? "" : "-canary"}.prod.svc.cluster.local
            port:
              number: ${random.one([80, 8080, 9080])}
          weight: ${weight}`,
  );
  const more = [
    random.chance(0.3) ? `      timeout: ${random.upTo(30)}s` : [],
    random.chance(0.3)
      ? `      retries: { attempts: ${random.upTo(5)}, perTryTimeout: 2s, retryOn: "5xx,reset" }`
      : [],
    random.chance(0.2) ? `      rewrite:\n        uri: /` : [],
  ].flat();
  return [
    `    - name: route-${route}${random.chance(0.1) ? " # kept apart" : ""}`,
    "      match:",
    ...uris,
    "      route:",
    ...destinations,
    ...more,
  ].join("\n");
}
