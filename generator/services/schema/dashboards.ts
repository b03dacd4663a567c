import Type, { type Static } from "typebox";
import { defaultVersions } from "../defaults.ts";
import { block, helmValues, switchOr, text } from "./build.ts";
import { address, allowFrom, pool } from "./mesh.ts";
import { chartVersion, dnsLabel, hostname, subdomain } from "./patterns.ts";

const charts = Object.entries(defaultVersions.dashboards)
  .map(([name, version]) => `${version} for ${name}`)
  .join(", ");

function dashboard(title: string) {
  return block(
    {
      expose: Type.Optional(
        Type.Enum(["loadBalancer", "gateway", "ingress", "none"], {
          description:
            "How it is reached from outside: an address of its own, a host name at Istio's gateway, an Ingress, or not at all (the cluster's README then prints the port-forward command)",
          default: "none",
        }),
      ),
      host: Type.Optional(
        text(hostname, {
          description: "Host name for `gateway` and `ingress`; by default `<dashboard>.<domain>`",
          examples: ["grafana.example.com"],
        }),
      ),
      address: Type.Optional(address),
      pool: Type.Optional(pool),
      allowFrom: Type.Optional({
        ...allowFrom,
        description: "Only these address ranges may connect, for `loadBalancer`",
      }),
      login: Type.Optional(
        block(
          {
            secret: text(subdomain, {
              description: "A Secret in istio-system with the keys `username` and `passphrase`",
              examples: ["grafana-login"],
            }),
          },
          {
            description:
              "Ask for a login (grafana; kiali with Istio 1.1 to 1.5, later it asks for a Kubernetes token by itself)",
            examples: [{ secret: "grafana-login" }],
          },
        ),
      ),
      tls: Type.Optional(
        block(
          {
            secret: text(subdomain, {
              description: "A TLS Secret, beside the gateway or the Ingress",
              examples: ["dashboards-tls"],
            }),
          },
          {
            description: "HTTPS, for `gateway` and `ingress`",
            examples: [{ secret: "dashboards-tls" }],
          },
        ),
      ),
      ingressClass: Type.Optional(
        text(dnsLabel, { description: "Class of the Ingress, for `ingress`", examples: ["nginx"] }),
      ),
      version: Type.Optional(
        text(chartVersion, {
          description: `Chart version; by default ${charts}. Not used with Istio 1.1 to 1.5, whose own chart brings the dashboard`,
          examples: [defaultVersions.dashboards.grafana],
        }),
      ),
      values: Type.Optional(
        helmValues({
          description: "Your own values of the dashboard's chart, merged over the generated ones",
          default: {},
          examples: [{ replicas: 2 }],
        }),
      ),
    },
    { description: title },
  );
}

function entry(title: string) {
  return switchOr(dashboard(title), {
    description: `${title}. \`false\` leaves it out of a cluster`,
    examples: [{ expose: "loadBalancer", allowFrom: ["192.168.0.0/16"] }],
  });
}

/** Block `dashboards`. */
export const dashboards = block(
  {
    grafana: Type.Optional(entry("Grafana, graphs of the mesh's metrics")),
    kiali: Type.Optional(entry("Kiali, the mesh as a graph")),
    prometheus: Type.Optional(
      entry(
        "Prometheus, where the metrics are. With Istio 1.22 and newer it is installed by itself where grafana or kiali is, unless this says `false`: then give them another one in their `values`",
      ),
    ),
    tracing: Type.Optional(entry("Jaeger, traces of requests through the mesh")),
  },
  {
    description:
      "Dashboards to install. One that is not named is not installed, but for the Prometheus that Grafana and Kiali need",
    examples: [{ grafana: { expose: "loadBalancer", allowFrom: ["192.168.0.0/16"] } }],
  },
);

export type DashboardInput = Static<ReturnType<typeof dashboard>>;
