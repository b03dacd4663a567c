import Type, { type Static } from "typebox";
import { block, listOf, mapOf, stringOr, text, type Notes } from "./build.ts";
import {
  destinationHost,
  dnsLabel,
  duration,
  filledLine,
  headerName,
  labelKey,
  labelValue,
  line,
  method,
  path,
  hostname,
} from "./patterns.ts";

const regex = text(
  { ...filledLine, maxLength: 1024 },
  {
    description: "A regular expression (RE2) that matches the whole of it",
    examples: ["/v[12]/.*"],
  },
);

function stringMatch(notes: Notes) {
  return stringOr(
    line,
    block(
      {
        exact: Type.Optional(text(line, { description: "Exactly this", examples: ["v2"] })),
        prefix: Type.Optional(
          text(filledLine, { description: "Begins with this", examples: ["v2"] }),
        ),
        regex: Type.Optional(regex),
      },
      { description: "", minProperties: 1, maxProperties: 1 },
    ),
    notes,
  );
}

/** One kind of request: a path alone, or more that must all hold. */
export const requestMatch = stringOr(
  path,
  block(
    {
      exact: Type.Optional(text(path, { description: "Exactly this path", examples: ["/login"] })),
      prefix: Type.Optional(
        text(path, {
          description:
            "Paths that begin with this, character by character: `/shop` matches `/shopping` too",
          examples: ["/static/"],
        }),
      ),
      regex: Type.Optional(regex),
      ignoreCase: Type.Optional(
        Type.Boolean({
          description: "Compare paths without regard to case (Istio 1.2 and newer; not with regex)",
          default: false,
        }),
      ),
      method: Type.Optional(text(method, { description: "HTTP method", examples: ["GET"] })),
      headers: Type.Optional(
        mapOf(
          stringMatch({
            description: "The header's value, exact or {prefix} or {regex}",
            examples: ["v2"],
          }),
          headerName,
          {
            description: "Headers and their values",
            default: {},
            examples: [{ "x-version": "v2", cookie: { regex: ".*beta=1.*" } }],
          },
        ),
      ),
      query: Type.Optional(
        mapOf(
          stringMatch({
            description: "The parameter's value, exact or {prefix} or {regex}",
            examples: ["on"],
          }),
          filledLine,
          {
            description: "Query parameters and their values (Istio 1.2 and newer)",
            default: {},
            examples: [{ debug: "on" }],
          },
        ),
      ),
    },
    { description: "", minProperties: 1 },
  ),
  {
    description:
      "A path (exact), or a mapping of `exact`, `prefix` or `regex` with `method`, `headers` and `query`, all of which must hold",
    examples: ["/login", { prefix: "/static/", method: "GET" }],
  },
);

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

/** Durations of waiting, and trying again. */
export const timeout = text(duration, {
  description: "How long an answer may take, over all tries; no limit when left out",
  examples: ["10s"],
});

export const retries = block(
  {
    attempts: Type.Integer({
      description: "How often to try again; 0 for never",
      minimum: 0,
      maximum: 100,
      examples: [3],
    }),
    perTryTimeout: Type.Optional(
      text(duration, { description: "How long one try may take", examples: ["2s"] }),
    ),
    retryOn: Type.Optional(
      text(filledLine, {
        description: "After which failures (Envoy's words, joined by commas)",
        examples: ["5xx,connect-failure"],
      }),
    ),
  },
  {
    description: "Try again when a request fails",
    examples: [{ attempts: 3, perTryTimeout: "2s" }],
  },
);

const names = (description: string, example: readonly string[]) =>
  Type.Optional(
    listOf(text(filledLine, { description: "A name", examples: [example[0]] }), {
      description,
      examples: [example],
    }),
  );

export const cors = block(
  {
    allowOrigins: listOf(
      stringMatch({
        description: "An origin, exact or {prefix} or {regex} (the last two: Istio 1.5 and newer)",
        examples: ["https://example.com"],
      }),
      {
        description: "Sites whose pages may call; `*` for all",
        minItems: 1,
        examples: [["https://example.com"]],
      },
    ),
    allowMethods: names("Methods that they may use", ["GET", "POST"]),
    allowHeaders: names("Headers that they may send", ["authorization"]),
    exposeHeaders: names("Headers of the answer that they may read", ["x-request-id"]),
    maxAge: Type.Optional(
      text(duration, { description: "How long a browser may remember this", examples: ["24h"] }),
    ),
    allowCredentials: Type.Optional(
      Type.Boolean({ description: "May they send cookies and logins?", default: false }),
    ),
  },
  {
    description: "Let pages of other sites call (CORS)",
    examples: [{ allowOrigins: ["https://example.com"], allowMethods: ["GET"] }],
  },
);

const headerValues = (description: string) =>
  Type.Optional(
    mapOf(text(line, { description: "Value", examples: ["1"] }), headerName, {
      description,
      default: {},
      examples: [{ "x-proxied": "1" }],
    }),
  );

const headerOperations = (of: string) =>
  Type.Optional(
    block(
      {
        set: headerValues("Headers to set, whatever they were"),
        add: headerValues("Headers to add"),
        remove: Type.Optional(
          listOf(text(headerName, { description: "A header", examples: ["server"] }), {
            description: "Headers to remove",
            default: [],
            examples: [["server"]],
          }),
        ),
      },
      { description: `Changes to the headers of the ${of}`, examples: [{ remove: ["server"] }] },
    ),
  );

export const headers = block(
  { request: headerOperations("request"), response: headerOperations("answer") },
  { description: "Changes to headers", examples: [{ request: { set: { "x-proxied": "1" } } }] },
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
export type RequestMatchInput = Static<typeof requestMatch>;
export type VersionsInput = Static<typeof versions>;
