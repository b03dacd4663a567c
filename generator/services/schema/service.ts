import Type, { type Static } from "typebox";
import { defaultPort } from "../defaults.ts";
import { block, listOf, mapOf, namesOr, stringOr, text } from "./build.ts";
import {
  dnsLabel,
  folder,
  labelKey,
  labelValue,
  serviceLabel,
  subdomain,
  wildcardHost,
} from "./patterns.ts";
import { requestMatch } from "./matches.ts";
import { cors, headers, retries, timeout } from "./policies.ts";
import { route, versions } from "./routes.ts";

const tls = stringOr(
  subdomain,
  block(
    {
      secret: Type.Optional(
        text(subdomain, {
          description: "TLS Secret in the namespace of the gateway; by default `<service>-tls`",
          examples: ["wservice-tls"],
        }),
      ),
      clientCa: Type.Optional(
        Type.Boolean({
          description:
            "Ask clients for a certificate (mutual TLS); its CA is key `ca.crt` of the Secret",
          default: false,
        }),
      ),
      minVersion: Type.Optional(
        Type.Enum(["TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"], {
          description: "Oldest TLS version that is accepted; by default Istio's own",
        }),
      ),
      redirect: Type.Optional(
        Type.Boolean({ description: "Redirect HTTP to HTTPS", default: true }),
      ),
      certificate: Type.Optional(
        block(
          {
            issuer: text(subdomain, {
              description: "Name of the issuer",
              examples: ["letsencrypt"],
            }),
            kind: Type.Optional(
              Type.Enum(["Issuer", "ClusterIssuer"], {
                description: "Kind of the issuer",
                default: "ClusterIssuer",
              }),
            ),
          },
          {
            description: "Have cert-manager make the Secret",
            examples: [{ issuer: "letsencrypt" }],
          },
        ),
      ),
    },
    { description: "" },
  ),
  {
    description: "HTTPS at the gateway: the name of a TLS Secret, or a mapping that says more",
    examples: ["wservice-tls", { certificate: { issuer: "letsencrypt" } }],
  },
);

/** What a cluster may change about a service. */
const changeable = {
  hosts: Type.Optional(
    listOf(text(wildcardHost, { description: "A host name", examples: ["shop.example.com"] }), {
      description: "Host names; by default `<service>.<domain>`",
      minItems: 1,
      uniqueItems: true,
      examples: [["shop.example.com", "www.example.com"]],
    }),
  ),
  port: Type.Optional(
    Type.Integer({
      description: "Port of the Kubernetes Service",
      minimum: 1,
      maximum: 65535,
      default: defaultPort,
      examples: [8080],
    }),
  ),
  paths: Type.Optional(
    listOf(requestMatch, {
      description:
        "Requests that the service answers; every request when neither `paths` nor `routes` is given",
      minItems: 1,
      examples: [["/", "/login", { prefix: "/static/" }]],
    }),
  ),
  routes: Type.Optional(
    listOf(route, {
      description:
        "Requests that need more than the service's own defaults. They are looked at in this order, before `paths`",
      minItems: 1,
      examples: [[{ matches: [{ prefix: "/old/" }], redirect: { path: "/new/" } }]],
    }),
  ),
  versions: Type.Optional(versions),
  timeout: Type.Optional(timeout),
  retries: Type.Optional(retries),
  cors: Type.Optional(cors),
  headers: Type.Optional(headers),
  tls: Type.Optional(tls),
  gatewayPort: Type.Optional(
    Type.Integer({
      description:
        "Port at the gateway, for `tcp` (needed there) and `tls-passthrough` (443 by default)",
      minimum: 1,
      maximum: 65535,
      examples: [5432],
    }),
  ),
  calls: Type.Optional(
    listOf(text(serviceLabel, { description: "A service of this file", examples: ["mservice"] }), {
      description: "Services of this file that this one calls; shown in the cluster's README",
      uniqueItems: true,
      default: [],
      examples: [["mservice"]],
    }),
  ),
};

const override = block(changeable, { description: "What is different in this cluster" });

/** One entry of `services`. */
export const service = block(
  {
    ...changeable,
    namespace: Type.Optional(
      text(dnsLabel, {
        description: "Namespace; by default the service's name",
        examples: ["shop"],
      }),
    ),
    service: Type.Optional(
      text(serviceLabel, {
        description: "Name of the Kubernetes Service, where it is not the service's name",
        examples: ["frontend"],
      }),
    ),
    labels: Type.Optional(
      mapOf(text(labelValue, { description: "Value", examples: ["payments"] }), labelKey, {
        description: "Labels of the generated objects",
        default: {},
        examples: [{ team: "payments" }],
      }),
    ),
    protocol: Type.Optional(
      Type.Enum(["http", "tcp", "tls-passthrough"], {
        description:
          "`http`; raw `tcp` on a port of its own; or `tls-passthrough`: encrypted traffic that the service itself decrypts, told apart by host name",
        default: "http",
      }),
    ),
    manifests: Type.Optional(
      listOf(
        text(folder, {
          description: "A folder with a kustomization.yaml",
          examples: ["shared/policies"],
        }),
        {
          description:
            "Folders of this repository, each with a kustomization.yaml, that are applied along with the service",
          uniqueItems: true,
          default: [],
          examples: [["shared/policies"]],
        },
      ),
    ),
    clusters: Type.Optional(
      namesOr(dnsLabel, override, {
        description:
          "Clusters that it runs in: a list of names, or a mapping from name to what is different there; by default every cluster",
        examples: [["paas-test"], { "paas-test": { versions: { v1: 90, v2: 10 } } }],
      }),
    ),
  },
  { description: "A service" },
);

export type ServiceInput = Static<typeof service>;
