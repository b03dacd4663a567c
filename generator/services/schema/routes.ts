import Type, { type Static } from "typebox";
import { block, listOf, mapOf, text } from "./build.ts";
import { requestMatch } from "./matches.ts";
import {
  destinationHost,
  dnsLabel,
  duration,
  filledLine,
  hostname,
  labelKey,
  labelValue,
  path,
} from "./patterns.ts";
import { cors, headers, retries, timeout } from "./policies.ts";

const weight = { minimum: 0, maximum: 1000000 };

/** Versions of a service and their share of the requests. */
export const versions = Type.Unsafe<
  Record<string, number | { weight: number; labels?: Record<string, string> }>
>({
  type: "object",
  description:
    "Versions of the service and their share of the requests. A version is the pods with label `version: <name>`, or with the `labels` that its long form gives",
  examples: [{ v1: 90, v2: 10 }, { stable: { weight: 100, labels: { track: "stable" } } }],
  minProperties: 1,
  propertyNames: { ...dnsLabel },
  additionalProperties: {
    ...block(
      {
        weight: Type.Integer({ description: "Share of the requests", ...weight, examples: [90] }),
        labels: Type.Optional(
          mapOf(text(labelValue, { description: "Value", examples: ["stable"] }), labelKey, {
            description: "Labels of the pods; by default `version: <name>`",
            examples: [{ track: "stable" }],
            minProperties: 1,
          }),
        ),
      },
      {
        description: "Share of the requests, alone or with the labels of the pods",
        examples: [90],
      },
    ),
    type: ["integer", "object"],
    ...weight,
  },
});

const serviceField = text(destinationHost, {
  description:
    "A service of this file, or any Kubernetes Service: `name`, `name.namespace` or a full DNS name; by default the service itself",
  examples: ["mservice", "legacy-api.tools"],
});
const portField = Type.Integer({
  description:
    "Port of that Service; by default the port that the service has in this file, else 80",
  minimum: 1,
  maximum: 65535,
  examples: [8080],
});
const versionField = text(dnsLabel, { description: "Only pods of this version", examples: ["v2"] });

const destination = block(
  {
    service: Type.Optional(serviceField),
    port: Type.Optional(portField),
    version: Type.Optional(versionField),
    weight: Type.Optional(
      Type.Integer({
        description: "Share of the requests; needed where there are several destinations",
        ...weight,
        examples: [50],
      }),
    ),
  },
  { description: "Where requests go" },
);

const percent = (description: string) =>
  Type.Optional(
    Type.Number({ description, minimum: 0, maximum: 100, default: 100, examples: [10] }),
  );

const redirect = block(
  {
    path: Type.Optional(text(path, { description: "The new path", examples: ["/new"] })),
    host: Type.Optional(
      text(
        { ...filledLine, maxLength: 259 },
        { description: "The new host, with a port if need be", examples: ["www.example.com"] },
      ),
    ),
    scheme: Type.Optional(
      Type.Enum(["http", "https"], { description: "The new scheme (Istio 1.22 and newer)" }),
    ),
    code: Type.Optional(
      Type.Enum([301, 302, 303, 307, 308], {
        description: "HTTP status (Istio 1.3 and newer)",
        default: 301,
      }),
    ),
  },
  {
    description: "Answer with a redirect instead of asking a service",
    minProperties: 1,
    examples: [{ path: "/new" }],
  },
);

const rewrite = block(
  {
    path: Type.Optional(
      text(path, {
        description: "Replaces the part of the path that matched: the prefix, or else the whole",
        examples: ["/"],
      }),
    ),
    host: Type.Optional(
      text(hostname, { description: "The new host", examples: ["internal.example.com"] }),
    ),
  },
  {
    description: "Change path or host before the service is asked",
    minProperties: 1,
    examples: [{ path: "/" }],
  },
);

const mirror = block(
  {
    service: Type.Optional(serviceField),
    port: Type.Optional(portField),
    version: Type.Optional(versionField),
    percent: percent("Share of the requests, in percent (below 100: Istio 1.5 and newer)"),
  },
  {
    description: "Send a copy of each request there too; its answers are dropped",
    minProperties: 1,
    examples: [{ version: "v2", percent: 10 }],
  },
);

const fault = block(
  {
    delay: Type.Optional(
      block(
        {
          time: text(duration, { description: "How long to wait", examples: ["5s"] }),
          percent: percent("Share of the requests, in percent"),
        },
        {
          description: "Wait before the service is asked",
          examples: [{ time: "5s", percent: 10 }],
        },
      ),
    ),
    abort: Type.Optional(
      block(
        {
          status: Type.Integer({
            description: "HTTP status of the answer",
            minimum: 200,
            maximum: 599,
            examples: [503],
          }),
          percent: percent("Share of the requests, in percent"),
        },
        {
          description: "Answer with an error instead of asking the service",
          examples: [{ status: 503, percent: 1 }],
        },
      ),
    ),
  },
  {
    description: "Make requests fail on purpose, to test their senders",
    minProperties: 1,
    examples: [{ abort: { status: 503, percent: 1 } }],
  },
);

/** One entry of `routes`. */
export const route = block(
  {
    name: Type.Optional(
      text(dnsLabel, {
        description: "Name of the route, seen in logs (Istio 1.3 and newer)",
        examples: ["beta"],
      }),
    ),
    matches: Type.Optional(
      listOf(requestMatch, {
        description:
          "Requests that take this route: any one must match; all requests when left out",
        default: [],
        examples: [["/login", { prefix: "/static/" }]],
      }),
    ),
    destinations: Type.Optional(
      listOf(destination, {
        description: "Where requests go; by default what the service says",
        minItems: 1,
        examples: [[{ service: "mservice", weight: 100 }]],
      }),
    ),
    versions: Type.Optional(versions),
    redirect: Type.Optional(redirect),
    rewrite: Type.Optional(rewrite),
    timeout: Type.Optional(timeout),
    retries: Type.Optional(retries),
    mirror: Type.Optional(mirror),
    fault: Type.Optional(fault),
    cors: Type.Optional(cors),
    headers: Type.Optional(headers),
  },
  { description: "What happens to some of the requests" },
);

export type RouteInput = Static<typeof route>;
export type VersionsInput = Static<typeof versions>;
