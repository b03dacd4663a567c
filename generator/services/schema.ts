import Type, { type Static } from "typebox";
import { defaultBranch, defaultVersions } from "./defaults.ts";
import { block, emptyOr, listOf, mapOf, text } from "./schema/build.ts";
import { dashboards } from "./schema/dashboards.ts";
import { lintSchema } from "./schema/lint.ts";
import { mesh } from "./schema/mesh.ts";
import { metallb } from "./schema/metallb.ts";
import {
  dnsLabel,
  filledLine,
  hostname,
  minorVersion,
  serviceLabel,
  url,
} from "./schema/patterns.ts";
import { service } from "./schema/service.ts";

const engineVersion = (name: string, version: string) =>
  Type.Optional(
    text(minorVersion, {
      description: `${name} version that runs there; used to warn of what cannot work together`,
      default: version,
      examples: [version],
    }),
  );

const engineNamespace = (name: string, namespace: string) =>
  Type.Optional(
    text(dnsLabel, {
      description: `Namespace of ${name}`,
      default: namespace,
      examples: [namespace],
    }),
  );

const flux = block(
  {
    namespace: engineNamespace("Flux", "flux-system"),
    version: engineVersion("Flux", defaultVersions.flux),
  },
  { description: "Flux", examples: [{ namespace: "flux-system" }] },
);

const argocd = block(
  {
    namespace: engineNamespace("Argo CD", "argocd"),
    project: Type.Optional(
      text(dnsLabel, {
        description: "Name of the AppProject; by default the cluster's name",
        examples: ["paas-test"],
      }),
    ),
    destination: Type.Optional(
      block(
        {
          server: Type.Optional(
            text(url, {
              description: "API server of the cluster",
              examples: ["https://10.0.0.5:6443"],
            }),
          ),
          name: Type.Optional(
            text(filledLine, {
              description: "Name that the cluster is registered under",
              examples: ["paas-2019"],
            }),
          ),
        },
        {
          description:
            "The cluster as Argo CD knows it, by `server` or by `name`; by default the one that Argo CD itself runs in",
          minProperties: 1,
          maxProperties: 1,
          examples: [{ name: "paas-2019" }],
        },
      ),
    ),
    version: engineVersion("Argo CD", defaultVersions.argocd),
  },
  { description: "Argo CD", examples: [{ namespace: "argocd" }] },
);

/** Blocks that stand at the top for all clusters, and under a cluster for that one. */
const blocks = {
  gitops: Type.Optional(
    listOf(Type.Enum(["flux", "argocd"], { description: "An engine" }), {
      description: "Engines to write for",
      minItems: 1,
      uniqueItems: true,
      default: ["flux"],
      examples: [["flux", "argocd"]],
    }),
  ),
  domain: Type.Optional(
    text(hostname, {
      description: "Domain of the services' host names: `<service>.<domain>`",
      examples: ["app.example.com"],
    }),
  ),
  mesh: Type.Optional(mesh),
  metallb: Type.Optional(metallb),
  dashboards: Type.Optional(dashboards),
  flux: Type.Optional(flux),
  argocd: Type.Optional(argocd),
};

const cluster = block(
  {
    kubernetes: Type.Optional(
      text(minorVersion, {
        description: "Kubernetes version",
        default: defaultVersions.kubernetes,
        examples: [defaultVersions.kubernetes],
      }),
    ),
    nodes: Type.Optional(
      listOf(text(filledLine, { description: "Address of a node", examples: ["192.168.23.11"] }), {
        description: "Addresses of the nodes, so that a pool that covers one of them is noticed",
        default: [],
        examples: [["192.168.23.11", "192.168.23.12"]],
      }),
    ),
    ...blocks,
  },
  {
    description:
      "A cluster, and what is different in it: any block of the top level but `git` and `lint`, merged over it; lists replace lists",
  },
);

/** The whole of services.yaml: JSON Schema and, by `Static`, its TypeScript type. */
export const servicesSchema = Type.Object(
  {
    version: Type.Literal(1, { description: "Version of this format", examples: [1] }),
    git: block(
      {
        url: text(filledLine, {
          description: "The repository that the engines sync from",
          examples: ["https://git.example.com/platform/fleet.git"],
        }),
        branch: Type.Optional(
          text(filledLine, {
            description: "The branch that they follow",
            default: defaultBranch,
            examples: [defaultBranch],
          }),
        ),
      },
      {
        description: "This repository, as the clusters reach it",
        examples: [{ url: "https://git.example.com/platform/fleet.git" }],
      },
    ),
    ...blocks,
    lint: Type.Optional(lintSchema),
    clusters: mapOf(emptyOr(cluster), dnsLabel, {
      description: "Clusters by name",
      minProperties: 1,
      examples: [{ "paas-test": { kubernetes: defaultVersions.kubernetes } }],
    }),
    services: Type.Optional(
      mapOf(emptyOr(service), serviceLabel, {
        description: "Services by name",
        default: {},
        examples: [{ wservice: { paths: ["/", "/getLog.jsp"], calls: ["mservice"] } }],
      }),
    ),
  },
  {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Meshwright services.yaml",
    description: "Clusters, what runs in them and the services of the mesh",
    additionalProperties: false,
  },
);

/** services.yaml as its user wrote it. */
export type ServicesInput = Static<typeof servicesSchema>;
export type ClusterInput = NonNullable<ServicesInput["clusters"][string]>;
export { lintSchema } from "./schema/lint.ts";
